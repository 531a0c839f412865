import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { startThread } from '../thread.ts';
import type { Database, Statement } from './database.ts';
import type { Reply, Task } from './sqlite-worker.ts';

interface Waiting {
  resolve(rows: readonly unknown[]): void;
  reject(error: Error): void;
}

/**
 * A journal in a file. SQLite works on the thread that calls it, and each transaction waits for the
 * disk, so it has a thread of its own.
 */
export function openSqlite(file: string): Database {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let lastId = 0;

  function start(): Worker {
    const started = startThread(new URL('./sqlite-worker', import.meta.url), file);
    started.on('message', (reply: Reply) => {
      const task = waiting.get(reply.id);
      waiting.delete(reply.id);
      // An idle thread keeps no process alive.
      if (waiting.size === 0) started.unref();
      if ('error' in reply) task?.reject(new Error(reply.error));
      else task?.resolve(reply.rows);
    });
    let failure = new Error('its thread has ended');
    started.on('error', (error: Error) => {
      failure = error;
    });
    started.on('exit', () => {
      worker = null;
      for (const task of waiting.values()) task.reject(failure);
      waiting.clear();
    });
    return started;
  }

  function ask(statements: readonly Statement[], isRead: boolean): Promise<readonly unknown[]> {
    worker ??= start();
    worker.ref();
    const id = ++lastId;
    worker.postMessage({ id, statements, isRead } satisfies Task);
    return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  }

  return {
    async write(statements) {
      await ask(statements, false);
    },
    read: (statement) => ask([statement], true),
    async close() {
      if (worker === null) return;
      worker.ref();
      const ended = once(worker, 'exit');
      worker.postMessage(null);
      await ended;
    },
  };
}
