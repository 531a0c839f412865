import { isStage } from '../../corpus/kinds.ts';
import type { Source } from '../../domain.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Candidate, Maker } from '../types.ts';
import { atMost, dedupe, define } from './say.ts';

const WORDS = 150;

/** Where the researcher works and worked: now, all the way, and before or after a stage that is named. */
export const career: Maker = ({ reading }, knowledge) => {
  const stages = stagesOf(knowledge);
  const { owner } = knowledge.names;
  const of = (
    maker: string,
    sources: readonly Source[],
    gives: Candidate['gives'],
    sentences = 1,
  ): Candidate[] => {
    const statements = dedupe(sources.flatMap((source) => define(knowledge, source, sentences)));
    return statements.length === 0
      ? []
      : [{ maker, reading, statements: atMost(WORDS, statements), gives, isComplete: true }];
  };
  const named = stages.findIndex((stage) => reading.subjects.includes(stage));
  const beside = [stages[named - 1], stages[named + 1]].flatMap((stage) => stage ?? []);
  const present = presentStage(knowledge);
  return [
    ...of('career-present', present ? [present] : [], ['employer', 'role', 'list-positions'], 3),
    ...of('career', stages, ['career', 'list-positions', 'education', 'timeline']),
    ...of('biography', owner ? [owner, ...[...stages].reverse()] : [], ['biography', 'career'], 2),
    ...of('biography', owner ? [owner, ...[...stages].reverse()] : [], ['biography', 'career']),
    ...(named < 0 ? [] : beside.flatMap((stage) => of('career-beside', [stage], ['career'], 2))),
  ];
};

/** The stages of the career, the first one first. */
function stagesOf({ sources }: Knowledge): Source[] {
  return sources
    .filter(({ kind }) => isStage(kind))
    .sort((a, b) => (a.start ?? '').localeCompare(b.start ?? ''));
}

/** The stage that lasts: one as of a date or without an end, the newest of them. */
export function presentStage(knowledge: Knowledge): Source | undefined {
  const stages = stagesOf(knowledge);
  return (
    stages.findLast(({ asOf }) => asOf !== undefined) ??
    stages.findLast(({ start, end }) => start !== undefined && (end ?? 'present') === 'present')
  );
}
