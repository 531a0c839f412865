import { PERSON_PRONOUNS } from '../../language/en/lexicon.ts';
import { wordsOf } from '../../text/words.ts';
import type { Reading } from '../types.ts';

/** Whether a reading names the researcher, or has "he" or "she" left for them. */
export function isAboutOwner({ question, mentions }: Reading): boolean {
  return (
    mentions.some(({ type }) => type === 'owner') ||
    wordsOf(question).some(({ form }) => PERSON_PRONOUNS.has(form))
  );
}
