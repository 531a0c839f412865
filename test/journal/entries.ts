import { randomUUID } from 'node:crypto';
import type { Answer, TakenReading } from '../../src/domain.ts';
import type { Entry } from '../../src/journal/records.ts';
import { answerTo } from '../http/fake-service.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export function hoursAgo(hours: number): Date {
  return new Date(Date.now() - hours * HOUR);
}

/** An answer to a question, an hour ago. */
export function answered(question: string, fields: Partial<Entry> = {}): Entry {
  return {
    answer: { ...answerTo(question), id: randomUUID() },
    askedAt: hoursAgo(1),
    question,
    readings: [{ question, outcome: 'answered' }],
    milliseconds: 40,
    timings: { keyword: 2 },
    ...fields,
  };
}

/** A question that was declined, an hour ago. */
export function declined(
  question: string,
  {
    reason = 'not_in_corpus' as NonNullable<Answer['reason']>,
    ...fields
  }: Partial<Entry> & {
    readonly reason?: NonNullable<Answer['reason']>;
  } = {},
): Entry {
  const outcome: TakenReading['outcome'] = reason === 'ambiguous' ? 'asked-back' : 'declined';
  const entry = answered(question, { readings: [{ question, outcome }], ...fields });
  const answer: Answer = { ...entry.answer, status: 'not_covered', reason, citations: [] };
  return { ...entry, answer };
}
