import {
  DEMONSTRATIVES,
  ORDINALS,
  PERSON_PRONOUNS,
  PLACE_PRONOUNS,
  PLURAL_PRONOUNS,
  POSSESSIVES,
  THING_PRONOUNS,
  TIMES,
} from '../../language/en/lexicon.ts';
import { beginsWithAny, contraction, hasAny } from '../../text/characters.ts';
import { isStopWord, type Word, wordsOf } from '../../text/words.ts';

const CLAUSE_ENDS = '?.!,;';

/** The words that point to something said before. */
export function pointersOf(text: string): Word[] {
  const words = wordsOf(text);
  return words.filter(({ form, end }, i) => {
    if (THING_PRONOUNS.has(form) || PERSON_PRONOUNS.has(form)) return true;
    // "Is there a paper" points to no place.
    const beside = [words[i - 1]?.form ?? '', words[i + 1]?.form ?? ''];
    if (PLACE_PRONOUNS.has(form)) return !beside.some((word) => BEING.includes(word));
    if (PLURAL_PRONOUNS.has(form) && !DEMONSTRATIVES.has(form)) return true;
    if (!DEMONSTRATIVES.has(form) || TIMES.has(words[i + 1]?.form ?? '')) return false;
    // "This works" points, and so does "that thesis"; "that you know" does not.
    const next = words[i + 1];
    return (
      !next ||
      hasAny(text.slice(end, next.start), CLAUSE_ENDS) ||
      !isStopWord(next.form) ||
      isVerb(next.form)
    );
  });
}

/** "He" is the researcher wherever nobody else was named. */
export function isOfThing({ form }: Word): boolean {
  return !PERSON_PRONOUNS.has(form);
}

const BEING = ['is', 'was', 'are', 'were'];

function isVerb(form: string): boolean {
  return [...BEING, 'do', 'does', 'did', 'has', 'have', 'had'].includes(form);
}

/** The position that an ordinal names, from 0: "the second one"; −1 for "the last one" and "the latter". */
export function ordinalOf(text: string): number | null {
  const forms = wordsOf(text).map(({ form }) => form);
  const isLast = forms.some(
    (form, i) => form === 'last' && ['one', 'of'].includes(forms[i + 1] ?? ''),
  );
  if (isLast || forms.includes('latter')) return -1;
  const at = forms.findIndex((form, i) => ORDINALS.includes(form) && forms[i + 1] !== 'author');
  return at < 0 ? null : ORDINALS.indexOf(forms[at] ?? '');
}

/** Puts names where a question points to them, or at its end. */
export function insert(text: string, names: readonly string[], pointer: Word | undefined): string {
  const name = names.join(' and ');
  if (pointer) {
    const isDemonstrative = DEMONSTRATIVES.has(pointer.form);
    const next = text.slice(pointer.end).trimStart();
    // "That thesis": the name goes behind the noun.
    if (!isDemonstrative || isAlone(next)) {
      const ending = contraction(text.slice(pointer.start, pointer.end));
      const written = `${name}${POSSESSIVES.has(pointer.form) ? "'s" : ending}`;
      return replaced(text, pointer, PLACE_PRONOUNS.has(pointer.form) ? `at ${name}` : written);
    }
  }
  const end = /[\s?.!]*$/.exec(text)?.[0] ?? '';
  return `${text.slice(0, text.length - end.length)} (${name})${end.trim()}`;
}

/** Whether what follows a demonstrative leaves it without a noun. */
function isAlone(next: string): boolean {
  const [word] = wordsOf(next);
  const isNext = word?.start === 0;
  return next === '' || beginsWithAny(next, CLAUSE_ENDS) || (isNext && isVerb(word.form));
}

export function replaced(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  by: string,
): string {
  return text.slice(0, start) + by + text.slice(end);
}
