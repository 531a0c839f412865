import { wordsOf } from '../../text/words.ts';
import { goTogether, type Statement } from '../statement.ts';
import type { Candidate, Maker, Want } from '../types.ts';
import { headed } from './headed.ts';
import { atMost } from './say.ts';
import { type Section, sectionOf, stated } from './sections.ts';

/** Of a section as a whole; a longer one is proposed by its first and by its last sentences. */
const WORDS = 130;
const HALF_WORDS = 100;
const MAX_SECTIONS = 3;
/** Of these, those under a heading that is asked for. */
const MAX_HEADED = 2;
/** Sentences about each of several things that headings name. */
const EACH = 2;
const GIVES: readonly Want[] = [
  'definition',
  'mechanism',
  'reason',
  'result',
  'limit',
  'list-topics',
  'open-problems',
  'supervision',
  'biography',
  'contact',
  'language',
];

/** Short sections as a whole, and the beginnings of those that headings name. */
export const section: Maker = ({ reading, hits }, knowledge) => {
  const found = hits.flatMap(({ passage }) => sectionOf(knowledge, passage) ?? []);
  const best = headed(reading, knowledge).filter(({ isList }) => !isList);
  const first = best.slice(0, MAX_HEADED);
  const of = (
    maker: string,
    statements: readonly Statement[],
    gives: readonly Want[] = GIVES,
  ): Candidate[] =>
    statements.length === 0 ? [] : [{ maker, reading, statements, gives, isComplete: false }];
  const shown = [...new Set([...first, ...found])]
    .filter(
      (one) =>
        !one.isList &&
        isOneText(one) &&
        (one.entries.length > 1 || (one.entries[0]?.parts.length ?? 0) > 1 || first.includes(one)),
    )
    .slice(0, MAX_SECTIONS);
  const stems = new Set(wordsOf(reading.question).map(({ stem }) => stem));
  const named = best.filter(({ headings }) =>
    wordsOf(headings.at(-1) ?? '').every(({ stem }) => stems.has(stem)),
  );
  return [
    ...shown.flatMap((one) => {
      const all = sentencesOf(one);
      if (lengthOf(all) <= WORDS) return of('section', all);
      const end = atMost(HALF_WORDS, [...all].reverse()).reverse();
      return [...of('section', atMost(HALF_WORDS, all)), ...of('section', end)];
    }),
    ...(named.length > 1
      ? of(
          'comparison',
          named.slice(0, 3).flatMap((one) => sentencesOf(one).slice(0, EACH)),
          ['difference'],
        )
      : []),
  ];
};

function sentencesOf({ source, entries }: Section): Statement[] {
  return entries.flatMap((entry) =>
    entry.parts.map((part) => stated(source, { ...entry, parts: [part] })),
  );
}

/** Whether its sentences tell one thing, rather than answers to several questions. */
function isOneText({ entries }: Section): boolean {
  const [first, ...rest] = entries.flatMap(({ parts }) => parts);
  return rest.every((part) => first !== undefined && goTogether(first, part));
}

function lengthOf(statements: readonly Statement[]): number {
  return statements.reduce((sum, { text }) => sum + wordsOf(text).length, 0);
}
