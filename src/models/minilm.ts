import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Embedder, Vector } from '../domain.ts';
import { MODEL as TEXT } from '../language/en/templates/owner.ts';
import { normalized } from './normalized.ts';
import { CLS, loadTransformer, SEP } from './transformer.ts';

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
  const transformer = await loadTransformer({
    name: TEXT.embedderName,
    weights: join(modelDir, 'onnx', 'model_q4.onnx'),
    tokenizerDir: modelDir,
    output: 'last_hidden_state',
    threads,
    remedy: TEXT.needsRuntime,
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

/** Has the direction of the mean; the length is normalized later. */
function sumOfStates(states: Float32Array): Float32Array {
  const sum = new Float32Array(DIMENSIONS);
  states.forEach((value, index) => {
    const dimension = index % DIMENSIONS;
    sum[dimension] = (sum[dimension] ?? 0) + value;
  });
  return sum;
}
