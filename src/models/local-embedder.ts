import { availableParallelism } from 'node:os';
import type { Embedder, Vector } from '../domain.ts';
import { MODEL as TEXT } from '../language/en/templates/owner.ts';
import { normalized } from './normalized.ts';
import { loadTransformer } from './transformer.ts';

/** A model of sentence embeddings on this machine. */
export interface LocalModel {
  /** What the index remembers that its vectors are from. */
  readonly name: string;
  /** The folder of `tokenizer.json` and `tokenizer_config.json`. */
  readonly dir: string;
  /** An ONNX file. */
  readonly weights: string;
  readonly dimensions: number;
  /** The length that the model was trained for, with the tokens around the text. */
  readonly maxTokens: number;
  /** What a text's vector is of the states of its tokens: their mean, or that of the first. */
  readonly pooling: 'mean' | 'cls';
}

/**
 * Loads a local embedder; its vectors have L2 norm 1. A text counts up to the last token that the model
 * reads.
 *
 * Texts run one at a time: on two cores, a batch of 16 saves up to a third on short questions and
 * nothing on passages, at up to twice the memory. Without batches no text is padded, so that a vector
 * depends on its own text only. onnxruntime-node computes on the calling thread (2 to 50 ms per text);
 * between texts, other work gets a turn.
 *
 * @throws ServiceError `model-unavailable` if the files or the runtime cannot be loaded
 */
export async function createLocalEmbedder({
  model,
  threads = Math.min(4, availableParallelism()),
}: {
  readonly model: LocalModel;
  readonly threads?: number | undefined;
}): Promise<Embedder & { dispose(): Promise<void> }> {
  const { name, dir, weights, dimensions, maxTokens, pooling } = model;
  const transformer = await loadTransformer({
    name: TEXT.embedderName,
    weights,
    tokenizerDir: dir,
    threads,
    remedy: TEXT.needsRuntime,
  });
  const [first = [], last = []] = transformer.around;

  async function embedOne(text: string): Promise<Vector> {
    const length = maxTokens - first.length - last.length;
    const ids = [...first, ...transformer.tokenIds(text).slice(0, length), ...last];
    const states = await transformer.run(ids, Array(ids.length).fill(0));
    return normalized(pooling === 'cls' ? states.slice(0, dimensions) : sumOf(states, dimensions));
  }

  return {
    model: name,
    dimensions,
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
function sumOf(states: Float32Array, dimensions: number): Float32Array {
  const sum = new Float32Array(dimensions);
  states.forEach((value, index) => {
    const dimension = index % dimensions;
    sum[dimension] = (sum[dimension] ?? 0) + value;
  });
  return sum;
}
