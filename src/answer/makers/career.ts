import { isStage } from '../../corpus/kinds.ts';
import type { Source } from '../../domain.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Statement } from '../statement.ts';
import type { Candidate, Maker } from '../types.ts';
import { atMost, dedupe, define, says } from './say.ts';

const WORDS = 150;
const MAX_AWARDS = 3;
/** The probability from which awards are asked for. */
const WANTED = 0.1;

/** Where the researcher works and worked: now, all the way, and before or after a stage that is named. */
export const career: Maker = ({ reading }, knowledge) => {
  const stages = stagesOf(knowledge);
  const { owner } = knowledge.names;
  const present = presentStage(knowledge);
  const [nowTold] = present ? define(knowledge, present, 1) : [];
  const of = (
    maker: string,
    sources: readonly Source[],
    gives: Candidate['gives'],
    sentences = 1,
  ): Candidate[] => {
    const told = dedupe(sources.flatMap((source) => define(knowledge, source, sentences)));
    if (told.length === 0) return [];
    const statements = atMost(WORDS, told).map(withStage);
    const shape = {
      type: 'timeline' as const,
      subjects: sources.filter(({ kind }) => isStage(kind)),
    };
    return [{ maker, reading, statements, shape, gives, isComplete: true }];
  };
  /** What is told of a person first is often where they work now. */
  const withStage = (statement: Statement): Statement =>
    statement.quotes[0]?.source === owner && nowTold && says(statement.text, nowTold.text)
      ? { ...statement, about: present }
      : statement;
  const life = owner ? [owner, ...[...stages].reverse()] : [];
  const past = [...stages].reverse().filter((stage) => stage !== present);
  // "A longer bio, with awards"
  const isAwarded = (reading.wants.get('list-awards') ?? 0) >= WANTED;
  const awards = knowledge.sources
    .filter(({ kind }) => isAwarded && kind === 'award')
    .slice(0, MAX_AWARDS);
  const named = stages.findIndex((stage) => reading.subjects.includes(stage));
  const beside = [stages[named - 1], stages[named + 1]].flatMap((stage) => stage ?? []);
  return [
    ...of('career-present', present ? [present] : [], ['employer', 'role', 'list-positions'], 3),
    ...of('career', stages, ['career', 'list-positions', 'education', 'timeline']),
    ...of('career', past, ['career', 'list-positions', 'employer']),
    ...of('biography', life, ['biography', 'career'], 2),
    ...of('biography', life, ['biography', 'career']),
    ...(awards.length > 0
      ? of('biography', [...life, ...awards], ['biography', 'list-awards'])
      : []),
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
