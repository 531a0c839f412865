import type { Embedder, Vector } from '../domain.ts';
import { DIMENSIONS, MODEL } from './minilm.ts';
import { startWorkers } from './worker-pool.ts';

/**
 * The local embedder in a thread of its own.
 * @throws ServiceError `model-unavailable` as `createMiniLm` does
 */
export async function createMiniLmThread(options: {
  readonly modelDir: string;
}): Promise<Embedder & { dispose(): Promise<void> }> {
  const { run, dispose } = await startWorkers<string, Vector>({
    module: new URL('./minilm-worker', import.meta.url),
    name: 'embedder',
    data: options,
    size: 1,
  });
  return { model: MODEL, dimensions: DIMENSIONS, embed: run, dispose };
}
