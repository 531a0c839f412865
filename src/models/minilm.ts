import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Tokenizer } from '@huggingface/tokenizers';
import type { InferenceSession } from 'onnxruntime-node';
import type { Embedder, Vector } from '../domain.ts';
import { ServiceError } from '../errors.ts';
import { MODEL as TEXT } from '../language/en/templates/owner.ts';
import { normalized } from './normalized.ts';
import { reasonOf } from './reason.ts';
import { disableRuntimeTelemetry } from './runtime-telemetry.ts';

export const MODEL = 'all-MiniLM-L6-v2';
export const DIMENSIONS = 384;
/** The length that the model was trained for, including [CLS] and [SEP]. */
const MAX_TOKENS = 256;

/**
 * Loads the local embedder, all-MiniLM-L6-v2 (Reimers and Gurevych, Sentence-BERT, 2019): the mean of
 * the last hidden states over the tokens, at L2 norm 1. A text counts up to its 256th token.
 *
 * Texts run one at a time: on two cores, a batch of 16 saves up to a third on short questions and
 * nothing on passages, at up to twice the memory. Without batches no text is padded, so that a vector
 * depends on its own text only. onnxruntime-node computes on the calling thread (2 to 50 ms per text);
 * between texts, other work gets a turn.
 *
 * @param options.modelDir the folder that `fetchModelFiles` gives
 * @throws ServiceError `model-unavailable` if the files or the runtime cannot be loaded
 */
export async function createMiniLm(options: {
  readonly modelDir: string;
  readonly threads?: number | undefined;
}): Promise<Embedder & { dispose(): Promise<void> }> {
  const { modelDir, threads = Math.min(4, availableParallelism()) } = options;
  const { tokenizer, session, Tensor } = await load(modelDir, threads);

  async function embedOne(text: string): Promise<Vector> {
    const ids = tokenIds(tokenizer, text);
    const row = (values: BigInt64Array) => new Tensor('int64', values, [1, ids.length]);
    const { last_hidden_state: states } = await session.run({
      input_ids: row(BigInt64Array.from(ids, BigInt)),
      attention_mask: row(new BigInt64Array(ids.length).fill(1n)),
      token_type_ids: row(new BigInt64Array(ids.length)),
    });
    return normalized(sumOfStates(states?.data as Float32Array));
  }

  return {
    model: MODEL,
    dimensions: DIMENSIONS,
    async embed(texts, signal) {
      const vectors: Vector[] = [];
      for (const text of texts) {
        signal?.throwIfAborted();
        vectors.push(await embedOne(text));
      }
      signal?.throwIfAborted();
      return vectors;
    },
    dispose: () => session.release(),
  };
}

async function load(modelDir: string, threads: number) {
  disableRuntimeTelemetry();
  try {
    // Imported here because the native library is missing on some platforms, such as Alpine Linux:
    // there the service starts without vectors.
    const [{ InferenceSession, Tensor }, { Tokenizer }] = await Promise.all([
      import('onnxruntime-node'),
      import('@huggingface/tokenizers'),
    ]);
    const session: InferenceSession = await InferenceSession.create(
      join(modelDir, 'onnx', 'model_q4.onnx'),
      // Each length of text allocates differently, so remembering allocation patterns only costs memory.
      { executionProviders: ['cpu'], intraOpNumThreads: threads, enableMemPattern: false },
    );
    const [vocabulary, config] = await Promise.all(
      ['tokenizer.json', 'tokenizer_config.json'].map(async (name) =>
        JSON.parse(await readFile(join(modelDir, name), 'utf8')),
      ),
    );
    return { session, Tensor, tokenizer: new Tokenizer(vocabulary, config) };
  } catch (cause) {
    throw new ServiceError('model-unavailable', TEXT.cannotLoad(modelDir, reasonOf(cause)), {
      cause,
    });
  }
}

function tokenIds(tokenizer: Tokenizer, text: string): readonly number[] {
  const { ids } = tokenizer.encode(text);
  return ids.length <= MAX_TOKENS ? ids : [...ids.slice(0, MAX_TOKENS - 1), ...ids.slice(-1)];
}

/** Has the direction of the mean; the length is normalized later. */
function sumOfStates(states: Float32Array): Float32Array {
  const sum = new Float32Array(DIMENSIONS);
  states.forEach((value, index) => {
    const dimension = index % DIMENSIONS;
    sum[dimension] = (sum[dimension] ?? 0) + value;
  });
  return sum;
}
