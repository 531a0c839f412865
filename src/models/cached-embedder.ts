import { LRUCache } from 'lru-cache';
import type { Embedder, Vector } from '../domain.ts';

/** Texts remembered: some 2 MB with vectors of 384 dimensions. */
const MAX_REMEMBERED = 1000;
/** More texts at once are an index being built, not questions that come again. */
const MAX_TEXTS = 16;

/** The embedder, which is not asked again for a question that it was asked lately. */
export function cachedEmbedder(embedder: Embedder): Embedder {
  const remembered = new LRUCache<string, Vector>({ max: MAX_REMEMBERED });
  return {
    model: embedder.model,
    dimensions: embedder.dimensions,
    async embed(texts, signal) {
      signal?.throwIfAborted();
      if (texts.length > MAX_TEXTS) return embedder.embed(texts, signal);
      const known = new Map(texts.map((text) => [text, remembered.get(text)]));
      const unknown = [...known].filter(([, vector]) => !vector).map(([text]) => text);
      if (unknown.length > 0) {
        const vectors = await embedder.embed(unknown, signal);
        unknown.forEach((text, index) => {
          known.set(text, vectors[index]);
          remembered.set(text, vectors[index]);
        });
      }
      return texts.flatMap((text) => known.get(text) ?? []);
    },
  };
}
