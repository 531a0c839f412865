import OpenAI from 'openai';
import type { Embedder, Vector } from '../domain.ts';
import { ServiceError } from '../errors.ts';
import { MODEL } from '../language/en/templates/owner.ts';
import { normalized } from './normalized.ts';
import { providerError } from './provider-error.ts';

const KNOWN_DIMENSIONS: Readonly<Record<string, number>> = {
  'text-embedding-3-small': 1536,
  'text-embedding-3-large': 3072,
  'text-embedding-ada-002': 1536,
};
const TIMEOUT_MS = 60_000;
const MAX_TEXTS = 128;
/** Keeps a request below the 300,000 tokens that OpenAI allows. */
const MAX_CHARACTERS = 200_000;
/** Keeps a text below the 8,192 tokens that OpenAI's models read. */
const MAX_TEXT_CHARACTERS = 8_000;

/**
 * An embedder behind OpenAI's API or a compatible one. Requests are retried with the client's own
 * backoff. Only the first 8,000 characters of a text count.
 *
 * @param options.dimensions shortens the vectors of `text-embedding-3-…`; for other models, the length
 *   to expect. Without it, an unknown model is asked once.
 * @throws ServiceError `model-failed` if the model has to be asked and does not answer
 */
export async function createOpenAiEmbedder(options: {
  readonly model: string;
  readonly apiKey: string;
  readonly baseUrl?: string | undefined;
  readonly dimensions?: number | undefined;
  readonly maxRetries?: number;
}): Promise<Embedder> {
  const { model, apiKey, baseUrl, maxRetries = 3 } = options;
  // The client would read an undefined base URL from the environment, bypassing the settings.
  const client = new OpenAI({
    apiKey,
    baseURL: baseUrl ?? 'https://api.openai.com/v1',
    maxRetries,
    timeout: TIMEOUT_MS,
  });
  const isShortened = options.dimensions !== undefined && model.startsWith('text-embedding-3-');

  async function request(texts: readonly string[], signal?: AbortSignal): Promise<Vector[]> {
    try {
      const { data } = await client.embeddings.create(
        {
          model,
          input: texts.map(acceptable),
          encoding_format: 'float',
          ...(isShortened && { dimensions: options.dimensions }),
        },
        { signal },
      );
      const inOrder = [...data].sort((a, b) => a.index - b.index);
      if (inOrder.length !== texts.length || inOrder.some(({ index }, i) => index !== i)) {
        throw new ServiceError('model-failed', MODEL.wrongCount(model, data.length, texts.length));
      }
      return inOrder.map(({ embedding }) => normalized(embedding));
    } catch (error) {
      signal?.throwIfAborted();
      throw providerError(model, error);
    }
  }

  const dimensions =
    options.dimensions ??
    KNOWN_DIMENSIONS[model] ??
    (await request(['dimensions']))[0]?.length ??
    0;

  return {
    model,
    dimensions,
    async embed(texts, signal) {
      const vectors: Vector[] = [];
      for (const batch of batches(texts)) {
        signal?.throwIfAborted();
        vectors.push(...(await request(batch, signal)));
      }
      const misfit = vectors.find(({ length }) => length !== dimensions);
      if (misfit) {
        throw new ServiceError(
          'model-failed',
          MODEL.wrongDimensions(model, misfit.length, dimensions),
        );
      }
      return vectors;
    },
  };
}

/** The API refuses an empty text and half a surrogate pair, which is not valid UTF-8. */
function acceptable(text: string): string {
  return text.slice(0, MAX_TEXT_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '') || ' ';
}

function* batches(texts: readonly string[]): Generator<readonly string[]> {
  let batch: string[] = [];
  let characters = 0;
  for (const text of texts) {
    const length = Math.min(text.length, MAX_TEXT_CHARACTERS);
    if (batch.length === MAX_TEXTS || characters + length > MAX_CHARACTERS) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(text);
    characters += length;
  }
  if (batch.length > 0) yield batch;
}
