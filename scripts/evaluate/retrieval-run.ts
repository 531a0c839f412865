import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { splitSource } from '../../src/corpus/split.ts';
import type { Embedder, Source, Vector } from '../../src/domain.ts';
import { indexPassages } from '../../src/indexer.ts';
import { retrieve } from '../../src/search/retrieve.ts';
import { type OpenIndex, openIndex } from '../../src/search/store.ts';
import type { Collection } from './beir.ts';
import { type Measures, mean, measure } from './measures.ts';
import { plainSource } from './plain-source.ts';

export const SEARCHES = ['keyword', 'vector', 'hybrid'] as const;
export type Search = (typeof SEARCHES)[number];

const DEPTH = 100;

/** Measures each search of the project over a collection; keyword search alone without an embedder. */
export async function runCollection(
  collection: Collection,
  embedder: Embedder | null,
  options: {
    readonly onProgress: (done: number, total: number) => void;
    readonly signal: AbortSignal;
  },
): Promise<Partial<Record<Search, Measures>>> {
  const index = await indexCollection(collection, embedder, options);
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

/** The index stays in the temporary folder, so that a second run has nothing to embed. */
async function indexCollection(
  { name, documents }: Collection,
  embedder: Embedder | null,
  options: Parameters<typeof runCollection>[2],
): Promise<OpenIndex> {
  const sources = documents.map(toSource);
  const passages = (await Promise.all(sources.map(splitSource))).flat();
  const key = createHash('sha256').update(JSON.stringify([embedder?.model, documents]));
  const indexDir = path.join(
    tmpdir(),
    'ask-the-researcher-retrieval',
    `${name}-${key.digest('hex').slice(0, 16)}`,
  );
  await indexPassages(sources, passages, { indexDir, embedder, ...options });
  return openIndex(indexDir);
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
