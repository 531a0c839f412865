import type { Answer, Feedback, TakenReading, Timings } from '../domain.ts';
import type { Statement } from './database.ts';
import { redact } from './redact.ts';

/** One answer as it is kept: what was asked and what came of it, not what was said. */
export interface Entry {
  readonly answer: Answer;
  readonly askedAt: Date;
  /** As it was typed. */
  readonly question: string;
  readonly readings: readonly TakenReading[];
  readonly milliseconds: number;
  readonly timings: Timings;
}

/** A question that was declined, or whose answer was voted down. */
export interface Miss {
  readonly type: 'declined' | 'down-voted';
  readonly at: Date;
  /** The question, complete without the conversation. */
  readonly question: string;
  readonly outOfScope: boolean;
  /** What was wrong with the answer. */
  readonly reasons: readonly string[];
}

/** A day (UTC) on which something was asked. */
export interface Day {
  /** "2026-11-27" */
  readonly date: string;
  readonly answered: number;
  readonly declined: number;
  readonly askedBack: number;
  /** How long answers took: half of them, and 95 of 100, were at least as fast. */
  readonly medianMs: number;
  readonly slowMs: number;
}

export interface Votes {
  readonly up: number;
  readonly down: number;
}

/** Personal data is removed here, before anything is stored. */
export function insertAnswer(entry: Entry): Statement {
  const { answer, askedAt, question, readings, milliseconds, timings } = entry;
  const cited = [...new Set(answer.citations.map(({ sourceId }) => sourceId))];
  const taken = readings.map((reading) => ({ ...reading, question: redact(reading.question) }));
  return {
    sql: `INSERT INTO journal_answers (id, asked_at, question, readings, declined, status, reason, mode, checked_by, fallback, sources, milliseconds, timings)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (id) DO NOTHING`,
    values: [
      answer.id,
      askedAt.getTime(),
      redact(question),
      JSON.stringify(taken),
      taken.filter(({ outcome }) => outcome === 'declined').length,
      answer.status,
      answer.reason ?? null,
      answer.mode,
      answer.check ?? null,
      answer.fallback ?? null,
      JSON.stringify(cited),
      Math.round(milliseconds),
      JSON.stringify(timings),
    ],
  };
}

export function upsertFeedback(feedback: Feedback, at: Date): Statement {
  const { answerId, question, rating, reasons } = feedback;
  return {
    sql: `INSERT INTO journal_feedback (answer_id, rated_at, question, rating, reasons)
      VALUES ($1, $2, $3, $4, $5) ON CONFLICT (answer_id) DO UPDATE
      SET rated_at = excluded.rated_at, rating = excluded.rating, reasons = excluded.reasons`,
    values: [answerId, at.getTime(), redact(question), rating, JSON.stringify(reasons)],
  };
}

/** Deletes what is older than a time, and the oldest beyond a number of rows. */
export function deleteOld(before: Date, most: number): Statement[] {
  return [
    ['journal_answers', 'asked_at'],
    ['journal_feedback', 'rated_at'],
  ].flatMap(([table, at]) => [
    { sql: `DELETE FROM ${table} WHERE ${at} < $1`, values: [before.getTime()] },
    {
      sql: `DELETE FROM ${table} WHERE ${at} <= (SELECT ${at} FROM ${table} ORDER BY ${at} DESC LIMIT 1 OFFSET $1)`,
      values: [most],
    },
  ]);
}
