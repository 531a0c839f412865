import { joinNames } from '../../language/en/grammar.ts';
import { capitalized } from '../../text/characters.ts';
import type { Maker } from '../types.ts';
import { subjectsOf } from './list-subjects.ts';
import { dedupe, define } from './say.ts';

const MAX_ITEMS = 12;

/** The newest of each where a question has the nouns of several lists: "education, awards and positions". */
export const together: Maker = ({ reading }, knowledge) => {
  // "Papers" may mean publications or only these: lists of the same things are no two.
  const asked = subjectsOf(reading.question, reading.wants, knowledge)
    .filter(({ isAsked }) => isAsked)
    .filter(({ all }, i, some) => {
      const before = new Set(some.slice(0, i).flatMap((other) => other.all));
      return !all.some((source) => before.has(source));
    });
  if (asked.length < 2) return [];
  const shown = Math.floor(MAX_ITEMS / asked.length);
  const kinds = joinNames(asked.map(({ noun: [, many] }) => many));
  const statements = dedupe(
    asked.flatMap(({ all }) => all.slice(0, shown).flatMap((one) => define(knowledge, one, 1))),
  ).map((one) => ({ ...one, isItem: true }));
  const gives = [...new Set(asked.flatMap((one) => one.gives))];
  const of = { maker: 'list-together', reading, lead: `${capitalized(kinds)}:` };
  return [{ ...of, statements, gives, isAsked: true, isComplete: true }];
};
