import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Service } from '../../src/domain.ts';
import { buildIndex } from '../../src/indexer.ts';
import { createLocalEmbedder } from '../../src/models/local-embedder.ts';
import { miniLm } from '../../src/models/minilm.ts';
import { fetchModelFiles } from '../../src/models/model-files.ts';
import { createReader } from '../../src/models/reader.ts';
import { openIndex } from '../../src/search/store.ts';
import { createService } from '../../src/service.ts';
import { PROFILE_DIR } from './profile.ts';

/**
 * The service over the profile of Ylva Sandqvist with the local models, without a chat model. Its
 * index is its own: files of tests that run side by side share nothing that is written.
 */
export async function openProfileService(): Promise<Service & { close(): Promise<void> }> {
  const cacheDir = fileURLToPath(new URL('../../.models', import.meta.url));
  const embedder = await createLocalEmbedder({
    model: miniLm(await fetchModelFiles({ cacheDir })),
  });
  const reader = await createReader();
  const indexDir = await mkdtemp(path.join(tmpdir(), 'profile-'));
  await buildIndex({ corpusDir: PROFILE_DIR, indexDir, embedder });
  const index = await openIndex(indexDir);
  const service = createService({
    index,
    embedder,
    reader,
    chatModel: null,
    onModelError: (error) => {
      throw error;
    },
  });
  return {
    ...service,
    async close() {
      await Promise.all([embedder.dispose(), reader.dispose()]);
      await rm(indexDir, { recursive: true });
    },
  };
}
