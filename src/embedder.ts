import type { Config } from './config.ts';
import type { Embedder } from './domain.ts';
import { ServiceError } from './errors.ts';
import { EMBEDDER } from './language/en/templates/owner-settings.ts';
import { cachedEmbedder } from './models/cached-embedder.ts';
import { createEmbedderThread } from './models/local-embedder-thread.ts';
import { miniLm } from './models/minilm.ts';
import { fetchModelFiles } from './models/model-files.ts';
import { findNamedModel } from './models/named-model.ts';

/**
 * The embedder that the settings name. Null for none, and if the local model is unavailable: then
 * search goes on by keywords. Questions asked again are not embedded again.
 * @param options.onProgress receives how much of the local model's files has been fetched, in bytes
 * @param options.onWarning receives a sentence, once, if the local model is unavailable
 * @throws ServiceError `invalid-settings` for an openai: model without a key or an address
 */
export async function createEmbedder(
  config: Config,
  options: {
    readonly onProgress?: (progress: { file: string; received: number; total: number }) => void;
    readonly onWarning?: (sentence: string) => void;
    readonly signal?: AbortSignal;
  } = {},
): Promise<Embedder | null> {
  const { onProgress, onWarning = console.warn, signal } = options;
  if (config.EMBEDDER === 'none') return null;
  const [place, name] = partsOf(config.EMBEDDER);
  if (place === 'openai') return openAi(config, name);
  try {
    const files = {
      cacheDir: config.MODEL_CACHE_DIR,
      filesDir: config.MODEL_FILES_DIR,
      ...(onProgress && { onProgress }),
      ...(signal && { signal }),
    };
    const model =
      name === '' ? miniLm(await fetchModelFiles(files)) : await findNamedModel({ name, ...files });
    return cachedEmbedder(await createEmbedderThread(model));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    onWarning(EMBEDDER.keywordOnly(error.message));
    return null;
  }
}

/** "local", "local:owner/name" and "openai:model" at their first colon; the name may have more. */
function partsOf(setting: string): [place: string, name: string] {
  const [place = '', ...name] = setting.split(':');
  return [place, name.join(':')];
}

async function openAi(config: Config, model: string): Promise<Embedder> {
  const { OPENAI_API_KEY, OPENAI_BASE_URL, EMBEDDING_DIMENSIONS } = config;
  if (!OPENAI_API_KEY && !OPENAI_BASE_URL) {
    throw new ServiceError('invalid-settings', EMBEDDER.needsKey(config.EMBEDDER));
  }
  // Imported only when used: it takes as long to load as everything else together.
  const { createOpenAiEmbedder } = await import('./models/openai-embedder.ts');
  return cachedEmbedder(
    await createOpenAiEmbedder({
      model,
      // The client insists on a key where the service behind the address does not.
      apiKey: OPENAI_API_KEY ?? 'none',
      baseUrl: OPENAI_BASE_URL,
      dimensions: EMBEDDING_DIMENSIONS,
    }),
  );
}
