import type { Source } from '../domain.ts';
import { commonness, FREQUENT, wordsOf } from '../text/words.ts';
import type { Found } from './draft.ts';
import { askedFacets, type Intent, isAskingWord } from './intent.ts';
import type { Knowledge } from './knowledge.ts';
import { without } from './names.ts';
import { NOW } from './present.ts';

/** Whether an award is asked about for works none of which has it, or any. */
export function presumesAward(things: readonly Source[], intent: Intent): boolean {
  const awards = things.filter(({ kind }) => kind === 'award').map(({ title }) => title);
  const others = things.filter(({ kind }) => kind !== 'award');
  const have = others.flatMap((source) => source.awards);
  if (others.length === 0) return false;
  if (awards.length > 0) return !awards.some((award) => have.includes(award));
  return intent.type === 'facets' && intent.facets.includes('award') && have.length === 0;
}

/** Whether a thesis is said to be somebody's who did not write it: "A's PhD thesis". */
export function presumesThesis(
  knowledge: Knowledge,
  { understanding: { question, mentions } }: Found,
): boolean {
  return mentions.some((person, i) => {
    const next = mentions[i + 1];
    const isPossessive = /['’]s?$/.test(question.slice(person.start, person.end));
    if (person.type !== 'person' || next?.kind !== 'thesis' || !isPossessive) return false;
    const isNext = question.slice(person.end, next.start).trim() === '';
    const thesis = knowledge.source(next.sourceIds[0] ?? '');
    return isNext && thesis !== undefined && !person.sourceIds.includes(thesis.id);
  });
}

const RANKS = /\b(?:more|less|fewer|most|least|better|worse|[a-z]{3,}er)\b.*\b(?:or|than)\b/i;

/** Whether some are ranked by something that none of them mentions: "Which is cited more often, A or B?" */
export function presumesRank(
  knowledge: Knowledge,
  { understanding: { question, mentions } }: Found,
  named: readonly Source[],
): boolean {
  const rest = without(mentions, question);
  if (named.length < 2 || !RANKS.test(rest)) return false;
  const words = wordsOf(rest).filter(
    ({ form }) =>
      commonness(form) < FREQUENT && !isAskingWord(form) && askedFacets(form).length === 0,
  );
  const known = named.map((source) => knowledge.sourceStems(source.id));
  return words.length > 0 && words.every(({ stem }) => known.every((stems) => !stems.has(stem)));
}

/** Whether somebody's present is asked for: what the profile says about people other than the researcher is past. */
export function presumesPresent({ understanding: { question, mentions } }: Found): boolean {
  const isOfOther = mentions.some(({ type, thesis }) => type === 'person' || thesis !== undefined);
  const isOfOwner = mentions.some(({ type }) => type === 'owner');
  return (
    isOfOther &&
    !isOfOwner &&
    NOW.test(question) &&
    /\b(work|works|working|live|lives|do|doing|job|employer|position)\b/i.test(question)
  );
}
