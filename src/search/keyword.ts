import { foreignStems } from '../text/foreign-stems.ts';
import { contentStems } from '../text/words.ts';

/** Okapi BM25 (Robertson and Zaragoza 2009): saturation of repeated words, and weight of a text's length. */
const K1 = 1.2;
const B = 0.75;

export interface KeywordMatch {
  /** The text's position in the list that was indexed. */
  readonly id: number;
  /** BM25; comparable within one query only. */
  readonly score: number;
  /** The share of the query's weight (inverse document frequency) that the text's words cover, 0 to 1. */
  readonly coverage: number;
}

export interface KeywordIndex {
  /** The best `limit` texts, best first; equal scores in the order of their ids. */
  search(query: string, limit: number): KeywordMatch[];
  /** ln(1 + (N − n + ½) / (n + ½)) for a stem that n of the N texts contain. */
  weight(stem: string): number;
  has(stem: string): boolean;
}

/** What is stored: lengths in words, and for each stem the pairs id, count, id, count, … */
export interface KeywordData {
  readonly lengths: readonly number[];
  readonly postings: ReadonlyMap<string, Uint32Array | readonly number[]>;
}

export function buildKeywordData(texts: readonly string[]): KeywordData {
  const postings = new Map<string, number[]>();
  const lengths = texts.map((text, id) => {
    const stems = stemsOf(text);
    const counts = new Map<string, number>();
    for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
    for (const [stem, count] of counts) {
      const list = postings.get(stem);
      if (list) list.push(id, count);
      else postings.set(stem, [id, count]);
    }
    return stems.length;
  });
  const sorted = [...postings].sort(([a], [b]) => (a < b ? -1 : 1));
  return { lengths, postings: new Map(sorted) };
}

export function openKeywordIndex(data: KeywordData): KeywordIndex {
  const count = data.lengths.length;
  const meanLength = data.lengths.reduce((sum, length) => sum + length, 0) / count || 1;
  const lengthFactors = Float64Array.from(
    data.lengths,
    (length) => K1 * (1 - B + (B * length) / meanLength),
  );
  const postings = new Map(
    [...data.postings].map(([stem, pairs]) => [
      stem,
      pairs instanceof Uint32Array ? pairs : Uint32Array.from(pairs),
    ]),
  );
  const weight = (stem: string) => {
    const matching = (postings.get(stem)?.length ?? 0) / 2;
    return Math.log(1 + (count - matching + 0.5) / (matching + 0.5));
  };
  // Shared by all searches, which are synchronous; each leaves them zero.
  const scores = new Float64Array(count);
  const covered = new Float64Array(count);
  return {
    weight,
    has: (stem) => postings.has(stem),
    search(query, limit) {
      const found: number[] = [];
      let total = 0;
      // A word that the query repeats counts again.
      for (const stem of stemsOf(query)) {
        const stemWeight = weight(stem);
        total += stemWeight;
        const pairs = postings.get(stem) ?? new Uint32Array();
        for (let i = 0; i < pairs.length; i += 2) {
          const id = pairs[i] ?? 0;
          const frequency = pairs[i + 1] ?? 0;
          if (covered[id] === 0) found.push(id);
          const saturated = (frequency * (K1 + 1)) / (frequency + (lengthFactors[id] ?? 0));
          scores[id] = (scores[id] ?? 0) + stemWeight * saturated;
          covered[id] = (covered[id] ?? 0) + stemWeight;
        }
      }
      const matches = best(found, scores, limit).map((id) => ({
        id,
        score: scores[id] ?? 0,
        coverage: Math.min(1, (covered[id] ?? 0) / total),
      }));
      for (const id of found) scores[id] = covered[id] = 0;
      return matches;
    },
  };
}

/** In another language, a word has the stem of that language, too: a question in English finds its names. */
function stemsOf(text: string): readonly string[] {
  const foreign = foreignStems(text);
  return foreign.length === 0 ? contentStems(text) : [...contentStems(text), ...foreign];
}

/** The `limit` ids with the highest scores. All are looked at once; few are ever sorted. */
function best(ids: readonly number[], scores: Float64Array, limit: number): number[] {
  if (limit <= 0) return [];
  const scoreOf = (id: number) => scores[id] ?? 0;
  const cut = (some: number[]) =>
    some.sort((a, b) => scoreOf(b) - scoreOf(a) || a - b).slice(0, limit);
  let kept: number[] = [];
  let threshold = 0;
  for (const id of ids) {
    if (scoreOf(id) < threshold) continue;
    kept.push(id);
    if (kept.length < 4 * limit) continue;
    kept = cut(kept);
    threshold = scoreOf(kept[limit - 1] ?? 0);
  }
  return cut(kept);
}
