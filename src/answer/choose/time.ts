import { isStage } from '../../corpus/kinds.ts';
import { isOngoing } from '../../corpus/works.ts';
import type { Source } from '../../domain.ts';
import type { Knowledge } from '../knowledge.ts';
import { presentStage } from '../makers/career.ts';
import type { Candidate, Reading } from '../types.ts';

/**
 * Whether the stages and ongoing works that a candidate tells of are of the time of a career that is
 * asked for: 1 if all are, −1 if none is; 0 where some are, and where no time is asked for or told.
 */
export function timeFit({ reading, statements }: Candidate, knowledge: Knowledge): number {
  const fits = fitting(reading, knowledge);
  if (!fits) return 0;
  const told = statements.flatMap(({ quotes }) => quotes.map(({ source }) => source));
  const timed = told.filter((source) => isStage(source.kind) || isOngoing(source));
  if (timed.length === 0) return 0;
  if (timed.every(fits)) return 1;
  return timed.some(fits) ? 0 : -1;
}

/** Whether a source is of the time that a question asks for: before or after the stage that it names, or now. */
function fitting(
  { time, subjects }: Reading,
  knowledge: Knowledge,
): ((source: Source) => boolean) | null {
  // "Is it used today?" asks of no career.
  if (time === null || subjects.some(({ kind }) => !isStage(kind))) return null;
  if (time === 'present') return isOngoing;
  const named = subjects.find(({ kind }) => isStage(kind));
  const from = named ?? (time === 'earlier' ? presentStage(knowledge) : undefined);
  if (from?.start === undefined) return null;
  const { start } = from;
  const sign = time === 'earlier' ? -1 : 1;
  return (source) => isStage(source.kind) && (source.start ?? '').localeCompare(start) === sign;
}
