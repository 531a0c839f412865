import type { Embedder, Vector } from '../../src/domain.ts';

/**
 * An embedder whose arithmetic a reader can do. Each word, in lower case and without a final "s",
 * adds 1 to the bucket `hash(word) % dimensions`; the counts are then scaled to L2 norm 1. So texts
 * without a common word are orthogonal (unless buckets collide), "two papers" and "paper two" are
 * equal, and "a b" and "a c" have the cosine 1/2. A text without words is the first unit vector.
 */
export function hashingEmbedder(dimensions = 64): Embedder {
  return {
    model: `hashing-${dimensions}`,
    dimensions,
    async embed(texts, signal) {
      signal?.throwIfAborted();
      return texts.map((text) => bagOfWords(text, dimensions));
    },
  };
}

function bagOfWords(text: string, dimensions: number): Vector {
  const counts = new Float32Array(dimensions);
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    const bucket = hash(word.replace(/s$/, '')) % dimensions;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  const norm = Math.hypot(...counts);
  if (norm > 0) return counts.map((count) => count / norm);
  counts[0] = 1;
  return counts;
}

/** Java's hash of a string, unsigned: h = 31 h + code, from 0. */
function hash(word: string): number {
  let h = 0;
  for (let i = 0; i < word.length; i++) h = (Math.imul(h, 31) + word.charCodeAt(i)) >>> 0;
  return h;
}
