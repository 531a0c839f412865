import type { Hit, RecordTiming, Vector } from '../domain.ts';
import type { OpenIndex, PassageVectors } from './index-store.ts';
import type { KeywordMatch } from './keyword.ts';

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
  readonly signal?: AbortSignal | undefined;
}

/**
 * The best passages for a question: those of a source whose name is the whole question, then those of
 * sources named in it, then by a convex combination of cosine and keyword score (Bruch, Gai and Ingber
 * 2023). Without vectors the order is BM25's.
 */
export async function retrieve(
  index: OpenIndex,
  question: string,
  options: RetrieveOptions,
): Promise<Hit[]> {
  const { limit, vector, named, record, signal } = options;
  const started = performance.now();
  const keyword = index.keyword.search(question, vector ? KEYWORD_DEPTH : CANDIDATES);
  const keywordById = new Map(keyword.map((match, i) => [match.id, { ...match, rank: i + 1 }]));
  const exact = new Set(index.passagesNamed(question));
  const worded = [...exact, ...keyword.slice(0, CANDIDATES).map(({ id }) => id)];
  const matched = performance.now();
  record?.('keyword', matched - started);
  const compared =
    vector && index.vectors ? await compare(index.vectors, vector, worded, signal) : null;
  const fusing = performance.now();
  if (vector && index.vectors) record?.('vector', fusing - matched);
  const vectorRanks = new Map(compared?.nearest.map((id, i) => [id, i + 1]));
  const candidates = new Set([...worded, ...(compared?.nearest ?? [])]);
  const best = keyword[0]?.score ?? 1;
  const hits = [...candidates]
    .map((id) => {
      const passage = index.passages[id];
      const match = keywordById.get(id);
      const cosine = compared?.cosines.get(id);
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
  record?.('fuse', performance.now() - fusing);
  return hits;
}

interface Compared {
  /** Passages in the order of their nearest unit. */
  readonly nearest: readonly number[];
  /** The cosine of the nearest unit of these passages, and of the others. */
  readonly cosines: ReadonlyMap<number, number>;
}

/** Null where the vectors cannot be reached. */
async function compare(
  vectors: PassageVectors,
  vector: Vector,
  others: readonly number[],
  signal: AbortSignal | undefined,
): Promise<Compared | null> {
  const rows = await vectors.nearest(vector, UNIT_CANDIDATES, signal);
  if (!rows) return null;
  const nearest = [...new Set(rows.map(({ id }) => passageAt(vectors.firstRows, id)))];
  const passages = [...new Set([...nearest, ...others])];
  const cosines = await vectors.cosines(vector, passages, signal);
  if (!cosines) return null;
  return {
    nearest,
    cosines: new Map(passages.map((id, i) => [id, Math.max(-1, ...(cosines[i] ?? []))])),
  };
}

/** The passage that a row belongs to, found by bisection. */
export function passageAt(firstRows: Uint32Array, row: number): number {
  let [from, to] = [0, firstRows.length - 1];
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    if ((firstRows[middle] ?? 0) <= row) from = middle;
    else to = middle;
  }
  return from;
}

/**
 * The BM25 score as a share of the best, reduced if the passage covers little of the question: BM25
 * ranks something first even if nothing fits.
 */
function keywordScore(match: KeywordMatch | undefined, best: number): number {
  return match ? (match.score / best) * Math.sqrt(match.coverage) : 0;
}
