import { fileURLToPath } from 'node:url';
import type { Service } from '../../src/domain.ts';
import { buildIndex, isCurrent } from '../../src/indexer.ts';
import { createMiniLm } from '../../src/models/minilm.ts';
import { fetchModelFiles } from '../../src/models/model-files.ts';
import { openIndex } from '../../src/search/store.ts';
import { createService } from '../../src/service.ts';

const pathOf = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/**
 * The service over the shipped corpus and the local model, without a chat model. Its index is kept
 * from run to run; only texts that have changed are embedded. The first run takes half a minute,
 * and on a new machine downloads the model.
 */
export async function openShippedService(): Promise<Service & { close(): Promise<void> }> {
  const modelDir = await fetchModelFiles({ cacheDir: pathOf('.models') });
  const embedder = await createMiniLm({ modelDir });
  const indexDir = pathOf('node_modules/.cache/shipped-index');
  const target = { corpusDir: pathOf('corpus'), indexDir, embedder };
  if (!(await isCurrent(target))) await buildIndex(target);
  const service = createService({
    index: await openIndex(indexDir),
    embedder,
    chatModel: null,
    onModelError: (error) => {
      throw error;
    },
  });
  return { ...service, close: async () => embedder.dispose() };
}
