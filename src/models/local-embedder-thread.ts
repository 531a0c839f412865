import type { Embedder, Vector } from '../domain.ts';
import type { LocalModel } from './local-embedder.ts';
import { startWorkers } from './worker-pool.ts';

/**
 * A local embedder in a thread of its own.
 * @throws ServiceError `model-unavailable` as `createLocalEmbedder` does
 */
export async function createEmbedderThread(
  model: LocalModel,
): Promise<Embedder & { dispose(): Promise<void> }> {
  const { run, dispose } = await startWorkers<string, Vector>({
    module: new URL('./local-embedder-worker', import.meta.url),
    name: 'embedder',
    data: { model },
    size: 1,
  });
  return { model: model.name, dimensions: model.dimensions, embed: run, dispose };
}
