import { workerData } from 'node:worker_threads';
import { serveTasks } from '../../src/models/serve-tasks.ts';

export interface CountingTask {
  readonly say?: string;
  readonly fail?: string;
  readonly end?: boolean;
}

/** A thread that answers a task with what it says and how many tasks it did before. */
void serveTasks<CountingTask, string>(async () => {
  if (workerData?.refuse) throw new Error(workerData.refuse);
  let done = 0;
  return async ({ say, fail, end }) => {
    if (end) process.exit();
    if (fail) throw new Error(fail);
    return `${say} ${done++}`;
  };
});
