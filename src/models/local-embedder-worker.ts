import { workerData } from 'node:worker_threads';
import type { Vector } from '../domain.ts';
import { createLocalEmbedder } from './local-embedder.ts';
import { serveTasks } from './serve-tasks.ts';

/** A thread of `createEmbedderThread`: texts come in, vectors go out. */
void serveTasks<string, Vector | undefined>(async () => {
  const embedder = await createLocalEmbedder(workerData);
  return async (text) => (await embedder.embed([text]))[0];
});
