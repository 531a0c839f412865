import { hasDigit, isYear } from '../text/characters.ts';
import { isStopWord } from '../text/words.ts';
import { numberOf, type Reading } from './reading.ts';

/** Each number stands in the quote, and counts there what it counts in the sentence. */
export function numbersAgree(claim: Reading, witness: Reading, about: Reading): boolean {
  for (const number of claim.numbers) {
    if (!witness.numbers.has(number) && !about.numbers.has(number)) return false;
  }
  const counts = countsOf(witness);
  return countsOf(claim).every(({ number, stem }) => {
    const told = counts.filter((count) => count.stem === stem);
    return told.length === 0 || told.some((count) => count.number === number);
  });
}

/** "Six theses", "4 projects": a number and the word behind it; no years. */
function countsOf({ words }: Reading): { number: string; stem: string }[] {
  return words.flatMap(({ form }, i) => {
    const isOne = form === 'one' || form === 'single';
    const number = isOne ? '1' : /^\d{1,3}$/.test(form) ? form : numberOf(form);
    const next = words[i + 1];
    if (!number || !next || isStopWord(next.form) || hasDigit(next.form)) return [];
    return [{ number, stem: next.stem }];
  });
}

/**
 * No year more often than in the quote, no span of years that it has not; and where the quote puts a year behind a word ("SOSP 2015",
 * "from 2016") or in brackets behind a name, the sentence puts no other there.
 */
export function yearsAgree(claim: Reading, witness: Reading, about: Reading): boolean {
  const [said, told] = [yearsOf(claim), yearsOf(witness)];
  const spans = [told, yearsOf(about)];
  return said.every(({ year, before, owner, from }) => {
    const isSpan = (years: readonly Year[]) =>
      years.some((other, i) => other.year === year && years[i - 1]?.year === from);
    if (from && !spans.some(isSpan)) return false;
    const same = said.filter((other) => other.year === year).length;
    const known = told.filter((other) => other.year === year);
    if (known.length > 0 && same > known.length) return false;
    const besides = told.filter((other) => other.before === before);
    if (besides.length > 0 && !besides.some((other) => other.year === year)) return false;
    const owned = told.filter((other) => other.owner !== null && other.owner === owner);
    return owned.length === 0 || owned.some((other) => other.year === year);
  });
}

interface Year {
  readonly year: string;
  /** The word before it. */
  readonly before: string;
  /** The thing or person named last, if the year stands in brackets behind it. */
  readonly owner: string | null;
  /** The year that a span of years begins with, if this one ends it: "2011–2018", "from 2011 to 2018". */
  readonly from: string | null;
}

function yearsOf({ text, words, named }: Reading): Year[] {
  const things = named.filter(({ type }) => type === 'thing' || type === 'person');
  return words.flatMap(({ form, start }, i) => {
    if (!isYear(form)) return [];
    const owner = things.findLast(({ end }) => end <= start);
    const between = text.slice(owner?.end ?? 0, start);
    const isInBrackets = between.lastIndexOf('(') > between.lastIndexOf(')');
    const before = words[i - 1]?.form ?? '';
    const from = /\b(\d{4}) ?(?:[-–—]|to|until|through) ?$/.exec(text.slice(0, start))?.[1] ?? null;
    return [{ year: form, before, owner: (isInBrackets && owner?.id) || null, from }];
  });
}
