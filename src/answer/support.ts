import type { Hit, Passage, Span } from '../domain.ts';
import { contentStems } from '../text/words.ts';
import { agrees } from './agreement.ts';
import { contradicts } from './denials.ts';
import type { NameIndex } from './names.ts';
import { clausesOf, read } from './reading.ts';
import type { Quote } from './statement.ts';

/**
 * Shares of a sentence's content words that its quote has to have: enough by itself, or enough
 * where the vectors agree too. Chosen on CLAP NQ's human answers and their passages; the figures
 * are in DESIGN.md, `npm run evaluate` measures them anew.
 */
export const SUFFICIENT_COVERAGE = 0.8;
export const LEAST_COVERAGE = 0.65;
export const LEAST_COSINE = 0.8;
/** Content words of a clause that has to be covered by itself. */
const LEAST_CLAUSE = 3;
/** Neighboring sentences that may carry a sentence together. */
const MAX_QUOTED_SENTENCES = 3;

export interface SupportOptions {
  readonly names: NameIndex;
  readonly hits: readonly Hit[];
  /** Numbers, from 1, of the passages that the sentence cites. */
  readonly cited: readonly number[];
  /** The cosines of the sentence and the sentences of a passage, or null without an embedder. */
  readonly cosines: (passage: Passage) => Promise<readonly number[] | null>;
}

/** The quote that supports a sentence, of the passages it cites or else of the others; or null. */
export async function findSupport(
  sentence: string,
  { hits, cited, ...options }: SupportOptions,
): Promise<Quote | null> {
  // Each once, so that repetition does not outweigh what nothing supports.
  const stems = [...new Set(contentStems(sentence))];
  // A word alone says nothing, unless it is a name in a list.
  if (stems.length < 2 && options.names.find(sentence).length === 0) return null;
  if (hits.some((hit) => isDenied({ sentence, stems }, hit, options.names))) return null;
  const named = cited.flatMap((number) => hits[number - 1] ?? []);
  for (const hit of new Set([...named, ...hits])) {
    const quote = await supportIn({ sentence, stems }, hit, options);
    if (quote) return quote;
  }
  return null;
}

interface Claim {
  readonly sentence: string;
  readonly stems: readonly string[];
}

/** Whether a passage has the same sentence with or without a negation. */
function isDenied({ sentence, stems }: Claim, { passage }: Hit, names: NameIndex): boolean {
  return passage.sentences.some(({ start, end }) => {
    const text = passage.text.slice(start, end);
    return (
      shareOf(stems, [new Set(contentStems(text))]) >= SUFFICIENT_COVERAGE &&
      contradicts(sentence, text, names)
    );
  });
}

async function supportIn(
  { sentence, stems }: Claim,
  { source, passage }: Hit,
  { names, cosines }: Pick<SupportOptions, 'names' | 'cosines'>,
): Promise<Quote | null> {
  const context = [source.title, ...source.aliases, ...passage.headings].join('\n');
  const about = new Set(contentStems(context));
  const clauses = clausesOf(read(sentence, names))
    .map(({ start, end }) => [...new Set(contentStems(sentence.slice(start, end)))])
    .filter((list) => list.length >= LEAST_CLAUSE);
  const sentences = passage.sentences.map(
    ({ start, end }) => new Set(contentStems(passage.text.slice(start, end))),
  );
  const weighed = windows(passage)
    .map((window) => {
      const present = [about, ...sentences.slice(window.first, window.first + window.count)];
      // What a long sentence has to say may not hide what one of its clauses adds.
      const coverage = Math.min(...clauses.map((list) => shareOf(list, present)), 1);
      return { window, coverage: coverage < LEAST_COVERAGE ? 0 : shareOf(stems, present) };
    })
    .filter(({ coverage }) => coverage >= LEAST_COVERAGE)
    // The best covered; of equal ones the shortest.
    .sort((a, b) => b.coverage - a.coverage || length(a.window) - length(b.window));
  for (const { window, coverage } of weighed) {
    const text = passage.text.slice(window.start, window.end);
    if (!agrees(sentence, text, { names, context })) continue;
    if (coverage < SUFFICIENT_COVERAGE) {
      const near = (await cosines(passage))?.slice(window.first, window.first + window.count);
      if (Math.max(0, ...(near ?? [])) < LEAST_COSINE) continue;
    }
    return { source, passage, start: window.start, end: window.end };
  }
  return null;
}

interface Window extends Span {
  /** Position of its first sentence in the passage. */
  readonly first: number;
  readonly count: number;
}

function windows({ sentences }: Passage): Window[] {
  return sentences.flatMap((sentence, first) =>
    sentences.slice(first, first + MAX_QUOTED_SENTENCES).map((last, i) => ({
      start: sentence.start,
      end: last.end,
      first,
      count: i + 1,
    })),
  );
}

function length({ start, end }: Span): number {
  return end - start;
}

/** The share of a sentence's content words that a text has, 0 to 1. */
export function coverageOf(sentence: string, text: string): number {
  return shareOf([...new Set(contentStems(sentence))], [new Set(contentStems(text))]);
}

function shareOf(stems: readonly string[], present: readonly ReadonlySet<string>[]): number {
  const found = stems.filter((stem) => present.some((set) => set.has(stem)));
  return found.length / Math.max(1, stems.length);
}
