import { workerData } from 'node:worker_threads';
import type { Vector } from '../domain.ts';
import { createMiniLm } from './minilm.ts';
import { serveTasks } from './serve-tasks.ts';

/** A thread of `createMiniLmThread`: texts come in, vectors go out. */
void serveTasks<string, Vector | undefined>(async () => {
  const embedder = await createMiniLm(workerData);
  return async (text) => (await embedder.embed([text]))[0];
});
