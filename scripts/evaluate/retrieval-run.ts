import type { Embedder, Source, Vector } from '../../src/domain.ts';
import { passageAt, retrieve } from '../../src/search/retrieve.ts';
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
  const measured: Partial<Record<Search, Measures>> = {};
  for (const search of searches) {
    const all: Measures[] = [];
    for (const [i, { text, judgments }] of collection.queries.entries()) {
      all.push(measure(await rank(index, search, text, vectors[i] ?? null), judgments));
    }
    measured[search] = mean(all);
  }
  return measured;
}

function toSource({ _id: id, title, text }: Collection['documents'][number]): Source {
  const isTitled = title !== '' && text.trim() !== '';
  return plainSource(id, isTitled ? 'page' : 'text', title, text.trim() === '' ? title : text);
}

/** Documents in the order of their best passages. */
async function rank(
  index: OpenIndex,
  search: Search,
  question: string,
  vector: Vector | null,
): Promise<string[]> {
  const { vectors } = index;
  let ids: string[];
  if (search === 'vector' && vector && vectors) {
    const rows = (await vectors.nearest(vector, 4 * DEPTH)) ?? [];
    ids = rows.map(({ id }) => index.passages[passageAt(vectors.firstRows, id)]?.sourceId ?? '');
  } else {
    const options = { limit: 4 * DEPTH, named: new Set<string>() };
    const hits = await retrieve(index, question, {
      ...options,
      vector: search === 'hybrid' ? vector : null,
    });
    ids = hits.map(({ source }) => source.id);
  }
  return [...new Set(ids)].slice(0, DEPTH);
}
