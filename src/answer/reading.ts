import { isRecord } from '../corpus/kinds.ts';
import type { Span } from '../domain.ts';
import { capitalsIn, hasDigit } from '../text/characters.ts';
import { type Word, wordsOf } from '../text/words.ts';

import type { Mention, NameIndex } from './names.ts';

/** A thing or person that a text names. */
export interface Named {
  readonly id: string;
  readonly type: 'thing' | 'person' | 'owner' | 'topic' | 'other';
  readonly start: number;
  readonly end: number;
}

export interface Reading {
  readonly text: string;
  readonly words: readonly Word[];
  readonly stems: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
  readonly named: readonly Named[];
}

/** What the support check compares: the words, numbers and names of a text. */
export function read(text: string, names: NameIndex): Reading {
  const words = wordsOf(text);
  return {
    text,
    words,
    stems: new Set(words.map((word) => word.stem)),
    numbers: numbersOf(text, words),
    named: names.find(text).map((mention) => toNamed(mention, text)),
  };
}

/** The parts of a sentence that each begin with a thing of their own: "A stores, while B forgets". */
export function clausesOf({ text, named }: Reading): Span[] {
  const starts = named
    .filter(
      ({ type, start }) =>
        type !== 'topic' && type !== 'other' && CLAUSE.test(text.slice(0, start)),
    )
    .map(({ start }) => start);
  const cuts = [0, ...starts, text.length];
  return cuts.slice(1).map((end, i) => ({ start: cuts[i] ?? 0, end }));
}

const CLAUSE = /[,;] (?:while|whereas|and|but|although|though) (?:the )?$/i;

function toNamed({ type, name, kind, sourceIds, start, end }: Mention, text: string): Named {
  const span = { start, end };
  if (type === 'topic') return { id: `topic ${stemsOf(name)}`, type, ...span };
  if (type === 'owner') return { id: 'owner', type, ...span };
  // A surname and the whole name are one person.
  if (type === 'person') return { id: `person ${wordsOf(name).at(-1)?.stem}`, type, ...span };
  // "Baggage" is a project, "baggage" may be what it carries.
  const written = text.slice(start, end);
  const isProper = capitalsIn(written) > 0 || hasDigit(written);
  const isOne = type === 'source' && isRecord(kind) && isProper;
  return { id: `${type} ${sourceIds[0]}`, type: isOne ? 'thing' : 'other', ...span };
}

function stemsOf(name: string): string {
  return wordsOf(name)
    .map(({ stem }) => stem)
    .join(' ');
}

const NUMBER_WORDS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  );
const LARGE_NUMBERS = 'hundred thousand million billion trillion dozen half twice percent'.split(
  ' ',
);

/** The numbers in a text, in digits where they are written so or below twenty-one. */
function numbersOf(text: string, words: readonly Word[]): Set<string> {
  const digits = [...text.matchAll(/\d+(?:[.,]\d+)*/g)].map(([number]) => digitsOf(number));
  const spoken = words.flatMap(({ form }) => numberOf(form) ?? []);
  return new Set([...digits, ...spoken, ...(text.includes('%') ? ['percent'] : [])]);
}

/** Without the separators of thousands. */
function digitsOf(number: string): string {
  return number.replace(/,(?=\d{3}(?!\d))/g, '');
}

export function numberOf(form: string): string | null {
  if (LARGE_NUMBERS.includes(form)) return form;
  const value = NUMBER_WORDS.indexOf(form);
  // "One" is seldom a number.
  return value === 1 || value < 0 ? null : String(value);
}
