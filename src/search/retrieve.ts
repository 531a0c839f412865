import type { Hit, Source, Vector } from '../domain.ts';
import type { OpenIndex } from './store.ts';
import { rowOf } from './vectors.ts';

/** Candidates taken from each list before they are fused. */
const CANDIDATES = 100;

/** Weight of the cosine against the keyword score when the two are combined. */
export const VECTOR_SHARE = 0.7;

export interface Retrieval {
  readonly hits: Hit[];
}

export interface RetrieveOptions {
  readonly limit: number;
  /** The question's vector; null where there is no embedder. */
  readonly vector: Vector | null;
  /** Ids of sources that the question names. */
  readonly named: ReadonlySet<string>;
}

/**
 * The best passages for a question. Keyword and vector scores are combined convexly
 * (Bruch, Gai and Ingber 2023): the BM25 score as a share of the best, held down to the share of
 * the question that the passage covers, so that keywords have no voice where they know little.
 */
export function retrieve(index: OpenIndex, question: string, options: RetrieveOptions): Hit[] {
  const { limit, vector, named } = options;
  const keyword = index.keyword.search(question, CANDIDATES);
  const keywordById = new Map(keyword.map((match, i) => [match.id, { ...match, rank: i + 1 }]));
  const best = keyword[0]?.score ?? 1;
  const cosines = vector && index.vectors ? nearest(index.vectors, vector) : new Map();
  const vectorRanks = new Map([...cosines.keys()].map((id, i) => [id, i + 1]));
  const sourceById = new Map<string, Source>(index.sources.map((source) => [source.id, source]));
  const share = cosines.size > 0 ? VECTOR_SHARE : 0;
  const hits = [...new Set([...keywordById.keys(), ...cosines.keys()])].flatMap((id): Hit[] => {
    const passage = index.passages[id];
    const source = passage && sourceById.get(passage.sourceId);
    if (!passage || !source) return [];
    const match = keywordById.get(id);
    const keywordScore = match ? (match.score / best) * match.coverage : 0;
    const cosine: number | undefined = cosines.get(id);
    const isNamed = named.has(source.id);
    return [
      {
        passage,
        source,
        score: share * (cosine ?? 0) + (1 - share) * keywordScore + (isNamed ? 1 : 0),
        why: {
          keywordRank: match?.rank,
          vectorRank: vectorRanks.get(id),
          cosine,
          named: isNamed,
        },
      },
    ];
  });
  return hits
    .sort((a, b) => b.score - a.score || (a.passage.id < b.passage.id ? -1 : 1))
    .slice(0, limit);
}

/** The best cosine of each passage's units, in falling order. */
function nearest(vectors: NonNullable<OpenIndex['vectors']>, vector: Vector): Map<number, number> {
  const cosines = new Map<number, number>();
  for (const { id, cosine } of vectors.index.search(vector, CANDIDATES)) {
    const passage = vectors.units[id]?.passage ?? 0;
    if (!cosines.has(passage)) cosines.set(passage, cosine);
  }
  return cosines;
}

export { rowOf };
