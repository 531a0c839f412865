import { isStopWord, wordsOf } from '../text/words.ts';

/** Okapi BM25 (Robertson and Zaragoza 2009): saturation of repeats, and of a text's length. */
const K1 = 1.2;
const B = 0.75;

export interface KeywordMatch {
  /** The text's position in the list that was indexed. */
  readonly id: number;
  /** BM25; comparable within one query only. */
  readonly score: number;
  /** The share of the query's weight (inverse document frequency) that the text has words for, 0 to 1. */
  readonly coverage: number;
}

export interface KeywordIndex {
  /** The best `limit` texts, best first; equal scores in the order of their ids. */
  search(query: string, limit: number): KeywordMatch[];
  /** ln(1 + (N − n + ½) / (n + ½)) of a stem that n of the N texts have. */
  weight(stem: string): number;
  has(stem: string): boolean;
}

/** What is written to disk: lengths in words, and for each stem the pairs id, count, id, count, … */
export interface KeywordData {
  readonly lengths: readonly number[];
  readonly postings: Readonly<Record<string, readonly number[]>>;
}

/** The stems under which a text is found: stop words are left out. */
export function keywordStems(text: string): string[] {
  return wordsOf(text)
    .filter((word) => !isStopWord(word.form))
    .map((word) => word.stem);
}

export function buildKeywordData(texts: readonly string[]): KeywordData {
  const postings = new Map<string, number[]>();
  const lengths = texts.map((text, id) => {
    const stems = keywordStems(text);
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
  return { lengths, postings: Object.fromEntries(sorted) };
}

export function openKeywordIndex(data: KeywordData): KeywordIndex {
  const count = data.lengths.length;
  const meanLength = data.lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, count) || 1;
  const postings = new Map(
    Object.entries(data.postings).map(([stem, pairs]) => [stem, Uint32Array.from(pairs)]),
  );
  const weightOf = (n: number) => Math.log(1 + (count - n + 0.5) / (n + 0.5));
  const weight = (stem: string) => weightOf((postings.get(stem)?.length ?? 0) / 2);
  return {
    weight,
    has: (stem) => postings.has(stem),
    search(query, limit) {
      const scores = new Map<number, { score: number; covered: number }>();
      let total = 0;
      // A word that the question repeats counts again.
      for (const stem of keywordStems(query)) {
        const stemWeight = weight(stem);
        total += stemWeight;
        const pairs = postings.get(stem) ?? new Uint32Array();
        for (let i = 0; i < pairs.length; i += 2) {
          const id = pairs[i] ?? 0;
          const frequency = pairs[i + 1] ?? 0;
          const length = (data.lengths[id] ?? 0) / meanLength;
          const saturated = (frequency * (K1 + 1)) / (frequency + K1 * (1 - B + B * length));
          const entry = scores.get(id);
          if (entry) {
            entry.score += stemWeight * saturated;
            entry.covered += stemWeight;
          } else {
            scores.set(id, { score: stemWeight * saturated, covered: stemWeight });
          }
        }
      }
      return [...scores]
        .map(([id, { score, covered }]) => ({ id, score, coverage: covered / total }))
        .sort((a, b) => b.score - a.score || a.id - b.id)
        .slice(0, limit);
    },
  };
}
