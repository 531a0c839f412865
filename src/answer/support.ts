import type { Hit, Passage, Span } from '../domain.ts';
import { contentStems, isEnglishWord, isStopWord, type Word, wordsOf } from '../text/words.ts';
import type { NameIndex } from './names.ts';
import type { Quote } from './statement.ts';

/**
 * Shares of a sentence's content words that its quote has to have: enough by itself, or enough
 * where the vectors agree too. Chosen on CLAP NQ's human answers and their passages; the figures
 * are in DESIGN.md, `npm run evaluate` measures them anew.
 */
export const SUFFICIENT_COVERAGE = 0.8;
export const LEAST_COVERAGE = 0.65;
export const LEAST_COSINE = 0.8;
/** Neighbouring sentences that may carry a sentence together. */
const MAX_QUOTED_SENTENCES = 3;
/** Content words behind a negation that it is taken to deny. */
const NEGATION_SCOPE = 3;

export interface SupportOptions {
  readonly question: string;
  readonly names: NameIndex;
  readonly hits: readonly Hit[];
  /** Numbers, from 1, of the passages that the sentence cites. */
  readonly cited: readonly number[];
  /** The cosines of the sentence and the sentences of a passage, or null without an embedder. */
  readonly cosines: (passage: Passage) => Promise<readonly number[] | null>;
}

/** The quote that carries a sentence, of the passages it cites or else of the others; or null. */
export async function findSupport(
  sentence: string,
  { hits, cited, ...options }: SupportOptions,
): Promise<Quote | null> {
  const named = cited.flatMap((number) => hits[number - 1] ?? []);
  for (const hit of new Set([...named, ...hits])) {
    const quote = await supportIn(sentence, hit, options);
    if (quote) return quote;
  }
  return null;
}

async function supportIn(
  sentence: string,
  { source, passage }: Hit,
  options: Pick<SupportOptions, 'question' | 'names' | 'cosines'>,
): Promise<Quote | null> {
  const context = [source.title, ...source.aliases, ...passage.headings].join('\n');
  const weighed = windows(passage)
    .map((window) => {
      const text = passage.text.slice(window.start, window.end);
      return { window, coverage: coverageOf(sentence, `${context}\n${text}`), text };
    })
    .filter(({ coverage }) => coverage >= LEAST_COVERAGE)
    // The best covered; of equal ones the shortest.
    .sort((a, b) => b.coverage - a.coverage || a.text.length - b.text.length);
  for (const { window, coverage, text } of weighed) {
    if (!agrees(sentence, text, { ...options, context })) continue;
    if (coverage < SUFFICIENT_COVERAGE) {
      const cosines = await options.cosines(passage);
      const near = cosines?.slice(window.first, window.first + window.count) ?? [];
      if (Math.max(0, ...near) < LEAST_COSINE) continue;
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

/** The share of a sentence's content words that a text has, 0 to 1. */
export function coverageOf(sentence: string, text: string): number {
  const stems = contentStems(sentence);
  if (stems.length === 0) return 0;
  const present = new Set(contentStems(text));
  return stems.filter((stem) => present.has(stem)).length / stems.length;
}

export interface AgreementOptions {
  readonly question: string;
  readonly names: NameIndex;
  /** What the quote is about: its title, other names, and headings. */
  readonly context: string;
}

/**
 * Whether nothing in a sentence goes against its quote: its numbers stand in the quote; the things
 * it names stand there or are what the quote is about; other names may also stand in the question;
 * and what one of the two denies, the other does not affirm.
 */
export function agrees(
  sentence: string,
  quote: string,
  { question, names, context }: AgreementOptions,
): boolean {
  const quoted = formsOf(quote);
  const about = formsOf(context);
  const asked = formsOf(question);
  for (const number of numbersOf(sentence)) {
    if (!numbersOf(`${quote}\n${context}`).has(number)) return false;
  }
  const things = names.find(sentence).filter(({ type }) => type === 'source' || type === 'person');
  for (const { start, end } of things) {
    const isThere = wordsOf(sentence.slice(start, end)).every(
      ({ stem }) => quoted.has(stem) || about.has(stem),
    );
    if (!isThere) return false;
  }
  for (const word of wordsOf(sentence)) {
    if (!isName(sentence, word)) continue;
    if (!quoted.has(word.stem) && !about.has(word.stem) && !asked.has(word.stem)) return false;
  }
  const denied = deniedStems(sentence);
  const deniedByQuote = deniedStems(quote);
  const said = new Set(contentStems(sentence));
  return (
    [...denied].every((stem) => deniedByQuote.has(stem) || !quoted.has(stem)) &&
    (denied.size === 0 || deniedByQuote.size > 0) &&
    [...deniedByQuote].every((stem) => denied.has(stem) || !said.has(stem))
  );
}

function formsOf(text: string): Set<string> {
  return new Set(wordsOf(text).map((word) => word.stem));
}

/** A capitalised word within a sentence, or one at its start that is no English word. */
function isName(sentence: string, word: Word): boolean {
  const text = sentence.slice(word.start, word.end);
  if (!/\p{Lu}/u.test(text) || isStopWord(word.form)) return false;
  const isFirst = /^[^\p{L}\p{N}]*$/u.test(sentence.slice(0, word.start));
  return !isFirst || !isEnglishWord(word.form);
}

const NUMBER_WORDS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  );
const LARGE_NUMBERS = [
  'hundred',
  'thousand',
  'million',
  'billion',
  'trillion',
  'dozen',
  'half',
  'twice',
];

/** The numbers in a text, in digits where they are written so or below twenty-one. */
function numbersOf(text: string): Set<string> {
  const digits = [...text.matchAll(/\d+(?:[.,]\d+)*/g)].map((match) =>
    match[0].replaceAll(',', ''),
  );
  const words = wordsOf(text).flatMap(({ form }) => {
    if (LARGE_NUMBERS.includes(form)) return [form];
    // "One" is seldom a number.
    const value = NUMBER_WORDS.indexOf(form);
    return value === 1 || value < 0 ? [] : [String(value)];
  });
  return new Set([...digits, ...words]);
}

const NEGATION =
  /^(?:not|no|never|none|neither|nor|without|cannot|nobody|nothing|nowhere|hardly|fail|fails|failed|lack|lacks|lacked)$/;

/** The stems of the content words that stand close behind a negation. */
function deniedStems(text: string): Set<string> {
  const denied = new Set<string>();
  let left = 0;
  for (const word of wordsOf(text)) {
    const raw = text.slice(word.start, word.end);
    if (NEGATION.test(word.form) || /n['’]t$/i.test(raw)) {
      left = NEGATION_SCOPE;
    } else if (left > 0 && !isStopWord(word.form)) {
      denied.add(word.stem);
      left--;
    }
    if (/^[.;:!?]/.test(text.slice(word.end))) left = 0;
  }
  return denied;
}
