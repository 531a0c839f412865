import { EARLIER, LATER, PRESENT, TIMES } from '../../language/en/lexicon.ts';
import { wordsOf } from '../../text/words.ts';
import type { Time } from '../types.ts';

/** The time that a question asks for; null if none. */
export function timeAsked(question: string): Time | null {
  const forms = wordsOf(question).map(({ form }) => form);
  const has = (words: ReadonlySet<string>) => forms.some((form) => words.has(form));
  const isThese = forms.some((form, i) => TIMES.has(form) && forms[i - 1] === 'these');
  if (has(PRESENT) || isThese) return 'present';
  if (has(EARLIER)) return 'earlier';
  return has(LATER) ? 'later' : null;
}
