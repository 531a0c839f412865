import type { Evidence } from '../evidence.ts';
import type { Knowledge } from '../knowledge.ts';
import { quoted, type Statement } from '../statement.ts';
import type { Maker } from '../types.ts';
import { presentStage } from './career.ts';
import { atMost, dedupe, define } from './say.ts';

const WORDS = 130;
const SENTENCES = 3;

/** For students: what the profile says about supervision, with where the researcher is now. */
export const supervision: Maker = (evidence, knowledge) => {
  const told = onSupervision(evidence, SENTENCES);
  if (told.length === 0) return [];
  const present = presentStage(knowledge);
  const statements = [...told, ...(present ? define(knowledge, present, 1) : [])];
  const former = evidence.reading.subjects.filter(({ kind }) => kind === 'position').slice(0, 1);
  const of = (list: readonly Statement[], maker: string) => ({
    ...{ maker, reading: evidence.reading, statements: atMost(WORDS, dedupe(list)) },
    gives: ['supervision', 'students'] as const,
    isComplete: false,
  });
  return [
    of(told, 'supervision'),
    of(statements, 'supervision'),
    ...(former.length > 0
      ? [
          of(
            [...former.flatMap((source) => define(knowledge, source, 1)), ...statements],
            'supervision',
          ),
        ]
      : []),
  ];
};

/** The best sentences of what the profile says about supervision. */
function onSupervision({ told }: Evidence, count: number): Statement[] {
  return told
    .filter(({ source }) => source.kind === 'supervision')
    .slice(0, count)
    .sort((a, b) => a.passage.start - b.passage.start || a.index - b.index)
    .map(({ source, passage, sentence }) => quoted(source, passage, sentence));
}

/** Passages found first, among which a topic has to be where none is named. */
const FIRST = 3;

/** For who tells of an interest: what the topic is, and works on it. */
export const interest: Maker = ({ reading, hits, told }, knowledge) => {
  const theme =
    reading.subjects.find(({ kind }) => kind === 'theme') ??
    hits.slice(0, FIRST).find(({ source }) => source.kind === 'theme')?.source;
  if (!theme) return [];
  const works = worksNear(theme.id, { hits, told }, knowledge);
  const statements = dedupe([
    ...define(knowledge, theme, 1),
    ...works.flatMap((source) => define(knowledge, source, 1)),
  ]);
  return [
    {
      ...{ maker: 'interest', reading, statements: atMost(WORDS, statements) },
      gives: ['supervision', 'reading', 'list-works', 'open-problems'] as const,
      isComplete: false,
    },
  ];
};

const MAX_WORKS = 4;

/** Works that a theme relates to, those that were found first. */
function worksNear(
  themeId: string,
  { hits }: Pick<Evidence, 'hits' | 'told'>,
  knowledge: Knowledge,
) {
  const theme = knowledge.source(themeId);
  const related = (theme?.related ?? []).flatMap((id) => knowledge.source(id) ?? []);
  const order = hits.map(({ source }) => source);
  return related
    .filter(({ kind }) => kind !== 'theme')
    .sort((a, b) => rank(order.indexOf(a)) - rank(order.indexOf(b)))
    .slice(0, MAX_WORKS);
}

function rank(position: number): number {
  return position < 0 ? Number.POSITIVE_INFINITY : position;
}
