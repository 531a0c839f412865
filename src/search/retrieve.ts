import type { Hit, RecordTiming, Vector } from '../domain.ts';
import type { KeywordMatch } from './keyword.ts';
import type { OpenIndex } from './store.ts';
import { dot, rowOf } from './vectors.ts';

/** Passages taken from the keyword list, and units from the vector list, before they are fused. */
const CANDIDATES = 100;
const UNIT_CANDIDATES = 300;
/** How far down the keyword list the score of a passage that the vectors found is looked up. */
const KEYWORD_DEPTH = 1000;

/** Weight of the cosine against the keywords; DESIGN.md has the measurements behind it. */
const VECTOR_SHARE = 0.65;

export interface RetrieveOptions {
  readonly limit: number;
  /** The question's vector; null where there is no embedder. */
  readonly vector: Vector | null;
  /** Ids of sources that the question names. */
  readonly named: ReadonlySet<string>;
  /** Receives the times of the stages keyword, vector and fuse. */
  readonly record?: RecordTiming | undefined;
}

/**
 * The best passages for a question: those of a source whose name is the whole question, then those of
 * sources named in it, then by a convex combination of cosine and keyword score (Bruch, Gai and Ingber
 * 2023). Without vectors the order is BM25's.
 */
export function retrieve(index: OpenIndex, question: string, options: RetrieveOptions): Hit[] {
  const { limit, vector, named, record } = options;
  const started = performance.now();
  const keyword = index.keyword.search(question, vector ? KEYWORD_DEPTH : CANDIDATES);
  const keywordById = new Map(keyword.map((match, i) => [match.id, { ...match, rank: i + 1 }]));
  const matched = performance.now();
  record?.('keyword', matched - started);
  const nearest = vector && index.vectors ? nearestPassages(index.vectors, vector) : [];
  const compared = performance.now();
  if (vector && index.vectors) record?.('vector', compared - matched);
  const vectorRanks = new Map(nearest.map((id, i) => [id, i + 1]));
  const exact = new Set(index.passagesNamed(question));
  const candidates = new Set([
    ...exact,
    ...keyword.slice(0, CANDIDATES).map(({ id }) => id),
    ...nearest,
  ]);
  const best = keyword[0]?.score ?? 1;
  const hits = [...candidates]
    .map((id) => {
      const passage = index.passages[id];
      const match = keywordById.get(id);
      const cosine = vector && index.vectors ? cosineOf(index.vectors, vector, id) : undefined;
      const score =
        cosine === undefined
          ? (match?.score ?? 0) / best
          : VECTOR_SHARE * cosine + (1 - VECTOR_SHARE) * keywordScore(match, best);
      const isNamed = exact.has(id) || (passage !== undefined && named.has(passage.sourceId));
      const why = {
        keywordRank: match?.rank,
        vectorRank: vectorRanks.get(id),
        cosine,
        named: isNamed,
      };
      return { id, passage, score: score + Number(isNamed) + Number(exact.has(id)), why };
    })
    .sort((a, b) => b.score - a.score || a.id - b.id)
    .slice(0, limit)
    .flatMap(({ passage, score, why }): Hit[] => {
      const source = passage && index.sourceById.get(passage.sourceId);
      return source ? [{ passage, source, score, why }] : [];
    });
  record?.('fuse', performance.now() - compared);
  return hits;
}

/**
 * The BM25 score as a share of the best, reduced if the passage covers little of the question: BM25
 * ranks something first even if nothing fits.
 */
function keywordScore(match: KeywordMatch | undefined, best: number): number {
  return match ? (match.score / best) * Math.sqrt(match.coverage) : 0;
}

type Vectors = NonNullable<OpenIndex['vectors']>;

/** Passages in the order of their nearest unit. */
function nearestPassages({ index, units }: Vectors, vector: Vector): number[] {
  const rows = index.search(vector, UNIT_CANDIDATES);
  return [...new Set(rows.map(({ id }) => units[id]?.passage ?? 0))];
}

/** The cosine of a passage's nearest unit. */
function cosineOf({ firstRows, matrix }: Vectors, vector: Vector, passage: number): number {
  let nearest = -1;
  const end = firstRows[passage + 1] ?? 0;
  for (let row = firstRows[passage] ?? 0; row < end; row++) {
    nearest = Math.max(nearest, dot(vector, rowOf(matrix, row)));
  }
  return nearest;
}
