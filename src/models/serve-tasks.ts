import { parentPort } from 'node:worker_threads';
import type { Outcome } from './worker-pool.ts';

/**
 * Serves a thread of `startWorkers`: does one task after another, in order.
 * @param load gives what does a task. What it throws ends the thread, which `startWorkers` reports.
 */
export async function serveTasks<Task, Result>(
  load: () => Promise<(task: Task) => Promise<Result>>,
): Promise<void> {
  const perform = await load();
  let last: Promise<void> = Promise.resolve();
  parentPort?.on('message', (task: Task) => {
    last = last.then(async () => parentPort?.postMessage(await outcomeOf(perform, task)));
  });
  parentPort?.postMessage(null);
}

async function outcomeOf<Task, Result>(
  perform: (task: Task) => Promise<Result>,
  task: Task,
): Promise<Outcome<Result>> {
  try {
    return { result: await perform(task) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
