import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Embedder, Vector } from '../domain.ts';
import { normalized } from './normalized.ts';
import { CLS, loadTransformer, SEP } from './transformer.ts';

export const MODEL = 'all-MiniLM-L6-v2';
export const DIMENSIONS = 384;
/** The length that the model was trained for, [CLS] and [SEP] included. */
const MAX_TOKENS = 256;

/**
 * Loads the local embedder, all-MiniLM-L6-v2 (Reimers and Gurevych, Sentence-BERT, 2019): the mean of
 * the last hidden states over the tokens, at L2 norm 1. A text counts up to its 256th token.
 *
 * Texts run one by one: measured on two cores, a batch of questions of one length saves a fifth at
 * two and nothing at eight; and singly no text is padded, so that a vector depends on its own text
 * alone. onnxruntime-node computes on the calling thread (2 to 50 ms a text); between texts other
 * work, and other calls, have their turn.
 *
 * @param options.modelDir the folder that `fetchModelFiles` gives
 * @throws ServiceError `model-unavailable` if the files or the runtime cannot be loaded
 */
export async function createMiniLm(options: {
  readonly modelDir: string;
  readonly threads?: number | undefined;
}): Promise<Embedder & { dispose(): Promise<void> }> {
  const { modelDir, threads = Math.min(4, availableParallelism()) } = options;
  const transformer = await loadTransformer({
    name: 'local embedding model',
    weights: join(modelDir, 'onnx', 'model_q4.onnx'),
    tokenizerDir: modelDir,
    output: 'last_hidden_state',
    threads,
    remedy: 'Its runtime needs Linux with glibc, macOS or Windows.',
  });

  async function embedOne(text: string): Promise<Vector> {
    const ids = [CLS, ...transformer.tokenIds(text).slice(0, MAX_TOKENS - 2), SEP];
    const states = await transformer.run(ids, Array(ids.length).fill(0));
    return normalized(sumOfStates(states));
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
    dispose: () => transformer.dispose(),
  };
}

/** Points where the mean points; its length does not matter, for it becomes 1. */
function sumOfStates(states: Float32Array): Float32Array {
  const sum = new Float32Array(DIMENSIONS);
  states.forEach((value, index) => {
    const dimension = index % DIMENSIONS;
    sum[dimension] = (sum[dimension] ?? 0) + value;
  });
  return sum;
}
