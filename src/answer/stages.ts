import { isStage } from '../corpus/kinds.ts';
import type { Source } from '../domain.ts';
import { commonness, contentStems, FREQUENT, isStopWord, wordsOf } from '../text/words.ts';
import type { Knowledge } from './knowledge.ts';
import { define } from './things.ts';

const BESIDE = /\b(before|prior to|after)\b(.*)$/i;

/** "from 2018 to 2022", "joined in 2023": not the year of a publication. */
const BEGAN = /\b(?:from|since|in|between) ((?:19|20)\d\d)\b/g;

/**
 * The stage of the career before or after one that the question names ("What did he do before
 * Microsoft?"), if it asks for no more than that. Stages are in the order of the first year that
 * their first sentences tell of them; those without one are not in it.
 */
export function stageBeside(knowledge: Knowledge, question: string): Source | null {
  const [, word = '', rest = ''] = BESIDE.exec(question) ?? [];
  if (word === '' || hasOtherWords(knowledge, question)) return null;
  const stages = knowledge.sources
    .filter(({ kind }) => isStage(kind))
    .flatMap((source) => {
      const from = firstYear(knowledge, source);
      return from === null ? [] : [{ source, from }];
    })
    .sort((a, b) => a.from - b.from);
  const at = stages.findIndex(({ source }) => isNamed(knowledge, source, rest));
  const beside = /after/i.test(word) ? at + 1 : at - 1;
  return at < 0 ? null : (stages[beside]?.source ?? null);
}

function firstYear(knowledge: Knowledge, source: Source): number | null {
  const text = define(knowledge, source).map((statement) => statement.text);
  const years = [...text.join(' ').matchAll(BEGAN)].map(([, year]) => Number(year));
  return years.length === 0 ? null : Math.min(...years);
}

/** By a name, or by a word of what the stage is called: "after his PhD". */
function isNamed(knowledge: Knowledge, source: Source, text: string): boolean {
  const named = knowledge.names.find(text).some(({ sourceIds }) => sourceIds.includes(source.id));
  const title = new Set(contentStems([source.fullTitle ?? '', ...source.aliases].join(' ')));
  const stems = contentStems(text);
  return named || (stems.length > 0 && stems.every((stem) => title.has(stem)));
}

/** Whether the question has words besides frequent ones and names before what the stage is beside. */
function hasOtherWords(knowledge: Knowledge, question: string): boolean {
  const head = question.replace(BESIDE, '');
  const names = knowledge.names.find(head);
  return (
    names.some(({ type }) => type !== 'owner') ||
    wordsOf(head).some(
      ({ form, start }) =>
        !isStopWord(form) &&
        commonness(form) < FREQUENT &&
        !names.some((name) => start >= name.start && start < name.end),
    )
  );
}
