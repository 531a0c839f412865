import type { Embedder, Source, Vector } from '../../src/domain.ts';
import { retrieve } from '../../src/search/retrieve.ts';
import type { OpenIndex } from '../../src/search/store.ts';
import type { Collection } from './beir.ts';
import { type IndexOptions, openSources } from './corpus.ts';
import { type Measures, mean, measure } from './measures.ts';
import { plainSource } from './plain-source.ts';

export const SEARCHES = ['keyword', 'vector', 'hybrid'] as const;
export type Search = (typeof SEARCHES)[number];

const DEPTH = 100;

/** Measures each search of the project over a collection; keyword search alone without an embedder. */
export async function runCollection(
  collection: Collection,
  embedder: Embedder | null,
  options: IndexOptions,
): Promise<Partial<Record<Search, Measures>>> {
  const sources = collection.documents.map(toSource);
  const index = await openSources(`beir-${collection.name}`, sources, embedder, options);
  const questions = collection.queries.map((query) => query.text);
  const vectors = embedder ? await embedder.embed(questions, options.signal) : [];
  const searches = embedder ? SEARCHES : (['keyword'] as const);
  return Object.fromEntries(
    searches.map((search) => {
      const all = collection.queries.map(({ text, judgments }, i) =>
        measure(rank(index, search, text, vectors[i] ?? null), judgments),
      );
      return [search, mean(all)];
    }),
  );
}

function toSource({ _id: id, title, text }: Collection['documents'][number]): Source {
  const isTitled = title !== '' && text.trim() !== '';
  return plainSource(id, isTitled ? 'page' : 'text', title, text.trim() === '' ? title : text);
}

/** Documents in the order of their best passages. */
function rank(index: OpenIndex, search: Search, question: string, vector: Vector | null): string[] {
  const ids =
    search === 'vector'
      ? (index.vectors?.index.search(vector ?? new Float32Array(), 4 * DEPTH) ?? []).map(
          ({ id }) => index.passages[index.vectors?.units[id]?.passage ?? 0]?.sourceId ?? '',
        )
      : retrieve(index, question, {
          limit: 4 * DEPTH,
          vector: search === 'hybrid' ? vector : null,
          named: new Set(),
        }).map((hit) => hit.source.id);
  return [...new Set(ids)].slice(0, DEPTH);
}
