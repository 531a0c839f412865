import type { Source } from '../domain.ts';
import { fold } from '../text/words.ts';
import { authorsOf } from './names.ts';

const ARTICLES = new Set(['a', 'an', 'the']);

/**
 * A key for each source by its id: surname of the first author or first word of a group, year, and
 * first word of the printed title that is not an article, as in "zhang2023benefit". Equal keys get
 * "b", "c", … in the alphabetical order of their ids.
 */
export function citationKeys(sources: readonly Source[]): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  const taken = new Map<string, number>();
  for (const source of [...sources].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const key = keyOf(source);
    const before = taken.get(key) ?? 0;
    taken.set(key, before + 1);
    keys.set(source.id, before === 0 ? key : `${key}${suffix(before)}`);
  }
  return keys;
}

function keyOf(source: Source): string {
  const { id, year, title, fullTitle } = source;
  const word = firstWord(fullTitle ?? title);
  const { family, literal } = authorsOf(source)[0] ?? {};
  const surname = family === undefined ? firstWord(literal ?? '') : ascii(family);
  // Falls back to the id without an author or without Latin letters.
  return surname === '' || word === '' ? id : `${surname}${year ?? ''}${word}`;
}

/** The first word that is not an article, or an empty text. */
function firstWord(text: string): string {
  const words = fold(text.replace(/['’]/g, '')).match(/[a-z0-9]+/g) ?? [];
  return words.find((word) => !ARTICLES.has(word)) ?? '';
}

function ascii(text: string): string {
  return fold(text).replace(/[^a-z0-9]/g, '');
}

/** 1 → "b"; beyond "z" numbers. */
function suffix(before: number): string {
  return before < 26 ? String.fromCharCode(97 + before) : `-${before + 1}`;
}
