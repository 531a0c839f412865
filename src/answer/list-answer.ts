import { newestFirst } from '../corpus/works.ts';
import type { Source } from '../domain.ts';
import { count } from '../language/en/grammar.ts';
import { listLead } from '../language/en/templates/answers.ts';
import { isNameOrNumber, wordsOf } from '../text/words.ts';
import { type Answer, answer, type Draft } from './draft.ts';
import type { Knowledge } from './knowledge.ts';
import { type ListSubject, YEAR } from './list-question.ts';
import type { Mention } from './names.ts';
import {
  findList,
  hasLimits,
  listItems,
  pickSuperlative,
  readLimits,
  selectSources,
} from './things.ts';

/** A list with its count; 'none' if nothing is within its limits; null if it has neither. */
export function listAnswer(
  knowledge: Knowledge,
  question: string,
  mentions: readonly Mention[],
  subject: ListSubject,
): Draft | 'none' | null {
  const limits = readLimits(knowledge, question, mentions);
  // A venue or a person that the corpus does not know is a limit too, and nothing is within it.
  if (namesUnknown(knowledge, question, mentions)) return 'none';
  const all = selectSources(knowledge, subject, limits);
  const selected = pickSuperlative(question, all);
  if (selected.length === 0) return hasLimits(limits) ? 'none' : null;
  return listOf(knowledge, question, selected, subject);
}

/** Some sources, a line for each, under the derived list that has just these, or their number. */
export function listOf(
  knowledge: Knowledge,
  question: string,
  sources: readonly Source[],
  { only, having, kinds, noun }: ListSubject,
): Answer {
  const isPublished = only === 'publication' || kinds.includes('thesis');
  const facet = having ?? (isPublished ? 'publication' : null);
  const items = listItems(knowledge, sources, facet);
  if (sources.length === 1)
    return { ...answer(items.map((item) => ({ ...item, isItem: false }))), isComplete: true };
  const order = isNewestFirst(sources) ? 'newest' : 'closest';
  const lead = (counted: string) => listLead(counted, sources.length, items.length, order);
  const found = findList(knowledge, question, sources);
  return {
    type: 'answer',
    // A derived list's sentence counts its members up to its colon, or to its end.
    lead: found
      ? { ...found, text: lead(found.text.replace(/:.*$|\.$/s, '')) }
      : lead(count(sources.length, ...noun)),
    statements: items,
    isComplete: true,
  };
}

function isNewestFirst(sources: readonly Source[]): boolean {
  return newestFirst(sources).every((source, i) => source === sources[i]);
}

function namesUnknown(
  knowledge: Knowledge,
  question: string,
  mentions: readonly Mention[],
): boolean {
  return wordsOf(question).some(
    (word, i) =>
      isNameOrNumber(question, word, i) &&
      !knowledge.has(word.stem) &&
      !YEAR.test(word.form) &&
      !mentions.some(({ start, end }) => word.start >= start && word.end <= end),
  );
}
