import type { Worker } from 'node:worker_threads';
import { ServiceError } from '../errors.ts';
import { MODEL as TEXT } from '../language/en/templates/owner.ts';
import { startThread } from '../thread.ts';
import { disableRuntimeTelemetry } from './runtime-telemetry.ts';

/** Threads that do tasks of one kind. */
export interface WorkerPool<Task, Result> {
  /**
   * Does the tasks, begun in order, and gives their results in order. Calls at the same time take
   * turns, task by task. A signal that fires rejects at once; what has not begun then never does.
   * @throws ServiceError `model-failed` if a task fails, `model-unavailable` once the threads have ended
   */
  run(tasks: readonly Task[], signal?: AbortSignal): Promise<Result[]>;
  dispose(): Promise<void>;
}

/** What a thread says of a task. Its first message of all is `null`: it is ready. */
export type Outcome<Result> = { readonly result: Result } | { readonly error: string };

/** Tasks that lie with a thread: it does one and has the next at hand while the server is busy. */
const TASKS_AT_ONCE = 2;

interface Job<Task, Result> {
  readonly tasks: readonly Task[];
  readonly results: Result[];
  begun: number;
  done: number;
  resolve(results: Result[]): void;
  reject(reason: unknown): void;
}

interface Thread<Task, Result> {
  readonly worker: Worker;
  /** In the order in which the thread answers. */
  readonly begun: { readonly job: Job<Task, Result>; readonly index: number }[];
}

/**
 * Starts `size` threads that run a module that calls `serveTasks`. onnxruntime-node computes on the
 * thread that calls it: on the server's, no connection would be accepted meanwhile, and no answer
 * composed.
 *
 * @param options.module the module's path without extension, as in `new URL('./minilm-worker', import.meta.url)`
 * @param options.name what errors call it, as in "embedder"
 * @throws ServiceError `model-unavailable` with the words of what failed in the thread
 */
export async function startWorkers<Task, Result>(options: {
  readonly module: URL;
  readonly name: string;
  readonly data: unknown;
  readonly size: number;
}): Promise<WorkerPool<Task, Result>> {
  const { module, name, data, size } = options;
  disableRuntimeTelemetry();
  const threads = new Set<Thread<Task, Result>>();
  const waiting: Job<Task, Result>[] = [];
  let ended = new ServiceError('model-unavailable', TEXT.stopped(name));

  function begin(): void {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const [thread] = [...threads].sort((a, b) => a.begun.length - b.begun.length);
      if (!thread || thread.begun.length >= TASKS_AT_ONCE) {
        waiting.unshift(job);
        return;
      }
      const index = job.begun++;
      thread.begun.push({ job, index });
      thread.worker.ref();
      thread.worker.postMessage(job.tasks[index]);
      if (job.begun < job.tasks.length) waiting.push(job);
    }
  }

  function leave(job: Job<Task, Result>): void {
    const place = waiting.indexOf(job);
    if (place >= 0) waiting.splice(place, 1);
  }

  function fail(job: Job<Task, Result>, reason: unknown): void {
    leave(job);
    job.reject(reason);
  }

  function settle(thread: Thread<Task, Result>, outcome: Outcome<Result>): void {
    const task = thread.begun.shift();
    // An idle thread keeps no process alive.
    if (thread.begun.length === 0) thread.worker.unref();
    if (!task) return;
    const { job, index } = task;
    if ('error' in outcome) {
      fail(job, new ServiceError('model-failed', outcome.error));
      return;
    }
    job.results[index] = outcome.result;
    if (++job.done === job.tasks.length) job.resolve(job.results);
  }

  function start(): Promise<void> {
    // A thread's own heap holds a vocabulary and little else; the weights are onnxruntime's.
    const worker = startThread(module, data, { maxYoungGenerationSizeMb: 4 });
    const thread: Thread<Task, Result> = { worker, begun: [] };
    return new Promise((resolve, reject) => {
      worker.on('message', (outcome: Outcome<Result> | null) => {
        if (outcome === null) {
          threads.add(thread);
          worker.unref();
          resolve();
        } else settle(thread, outcome);
        begin();
      });
      worker.on('error', (cause: Error) => {
        ended = new ServiceError('model-unavailable', cause.message, { cause });
      });
      worker.on('exit', () => {
        threads.delete(thread);
        reject(ended);
        for (const { job } of thread.begun) fail(job, ended);
        if (threads.size === 0) for (const job of waiting.splice(0)) job.reject(ended);
        else begin();
      });
    });
  }

  const dispose = async () => {
    await Promise.all([...threads].map(({ worker }) => worker.terminate()));
  };
  const started = await Promise.allSettled(Array.from({ length: size }, start));
  const failed = started.find(({ status }) => status === 'rejected');
  if (failed) {
    await dispose();
    throw ended;
  }

  return {
    dispose,
    async run(tasks, signal) {
      signal?.throwIfAborted();
      if (tasks.length === 0) return [];
      if (threads.size === 0) throw ended;
      const { promise, job } = createJob<Task, Result>(tasks);
      const onAbort = () => fail(job, signal?.reason);
      signal?.addEventListener('abort', onAbort, { once: true });
      waiting.push(job);
      begin();
      try {
        return await promise;
      } finally {
        signal?.removeEventListener('abort', onAbort);
      }
    },
  };
}

function createJob<Task, Result>(tasks: readonly Task[]) {
  const job: Job<Task, Result> = {
    tasks,
    results: [],
    begun: 0,
    done: 0,
    resolve: () => {},
    reject: () => {},
  };
  const promise = new Promise<Result[]>((resolve, reject) =>
    Object.assign(job, { resolve, reject }),
  );
  return { promise, job };
}
