import { z } from 'zod';
import type { Statement } from './database.ts';
import type { Day, Miss, Votes } from './records.ts';

const MS_PER_DAY = 86_400_000;
/** The newest misses that are read at once. */
export const MAX_MISSES = 5_000;

export function selectDeclined(since: Date): Statement {
  return {
    sql: `SELECT asked_at AS at, readings, reason FROM journal_answers
      WHERE asked_at >= $1 AND declined > 0 ORDER BY asked_at DESC LIMIT $2`,
    values: [since.getTime(), MAX_MISSES],
  };
}

export function selectDownVoted(since: Date): Statement {
  return {
    sql: `SELECT f.rated_at AS at, f.question AS question, f.reasons AS reasons, a.readings AS readings
      FROM journal_feedback f LEFT JOIN journal_answers a ON a.id = f.answer_id
      WHERE f.rated_at >= $1 AND f.rating = 'down' ORDER BY f.rated_at DESC LIMIT $2`,
    values: [since.getTime(), MAX_MISSES],
  };
}

/** Percentiles by nearest rank. */
export function selectDays(since: Date): Statement {
  return {
    sql: `SELECT day, count(*) AS total,
        sum(CASE WHEN status = 'answered' THEN 1 ELSE 0 END) AS answered,
        sum(CASE WHEN reason = 'ambiguous' THEN 1 ELSE 0 END) AS asked_back,
        min(CASE WHEN place * 100 >= answers * 50 THEN milliseconds END) AS median_ms,
        min(CASE WHEN place * 100 >= answers * 95 THEN milliseconds END) AS slow_ms
      FROM (SELECT asked_at / ${MS_PER_DAY} AS day, status, reason, milliseconds,
          row_number() OVER (PARTITION BY asked_at / ${MS_PER_DAY} ORDER BY milliseconds) AS place,
          count(*) OVER (PARTITION BY asked_at / ${MS_PER_DAY}) AS answers
        FROM journal_answers WHERE asked_at >= $1) AS ranked
      GROUP BY day ORDER BY day`,
    values: [since.getTime()],
  };
}

export function selectSources(since: Date): Statement {
  return {
    sql: `SELECT sources, count(*) AS total FROM journal_answers
      WHERE asked_at >= $1 AND sources <> '[]' GROUP BY sources`,
    values: [since.getTime()],
  };
}

export function selectVotes(since: Date): Statement {
  return {
    sql: `SELECT rating, count(*) AS total FROM journal_feedback WHERE rated_at >= $1 GROUP BY rating`,
    values: [since.getTime()],
  };
}

// PostgreSQL's client gives large integers as text.
const whole = z.coerce.number();
const time = whole.transform((at) => new Date(at));
const json = <T>(schema: z.ZodType<T>) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);
const readings = json(
  z.array(
    z.object({ question: z.string(), outcome: z.enum(['answered', 'declined', 'asked-back']) }),
  ),
);
const declinedRow = z.object({ at: time, readings, reason: z.string().nullable() });
const downVotedRow = z.object({
  at: time,
  question: z.string(),
  reasons: json(z.array(z.string())),
  readings: readings.nullable(),
});
const dayRow = z.object({
  day: whole,
  total: whole,
  answered: whole,
  asked_back: whole,
  median_ms: whole,
  slow_ms: whole,
});
const sourcesRow = z.object({ sources: json(z.array(z.string())), total: whole });
const voteRow = z.object({ rating: z.enum(['up', 'down']), total: whole });

export function readDeclined(rows: readonly unknown[]): Miss[] {
  return rows.flatMap((row) => {
    const { at, readings: taken, reason } = declinedRow.parse(row);
    const outOfScope = reason === 'out_of_scope';
    return taken
      .filter(({ outcome }) => outcome === 'declined')
      .map(({ question }) => ({ type: 'declined', at, question, outOfScope, reasons: [] }));
  });
}

export function readDownVoted(rows: readonly unknown[]): Miss[] {
  return rows.map((row) => {
    const { at, question, reasons, readings: taken } = downVotedRow.parse(row);
    const understood = taken?.map((reading) => reading.question).join(' ');
    return { type: 'down-voted', at, question: understood || question, outOfScope: false, reasons };
  });
}

export function readDays(rows: readonly unknown[]): Day[] {
  return rows.map((row) => {
    const { day, total, answered, asked_back, median_ms, slow_ms } = dayRow.parse(row);
    return {
      date: new Date(day * MS_PER_DAY).toISOString().slice(0, 10),
      answered,
      declined: total - answered - asked_back,
      askedBack: asked_back,
      medianMs: median_ms,
      slowMs: slow_ms,
    };
  });
}

/** How many answers cite each source. */
export function readSources(rows: readonly unknown[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const { sources, total } = sourcesRow.parse(row);
    for (const id of sources) counts.set(id, (counts.get(id) ?? 0) + total);
  }
  return counts;
}

export function readVotes(rows: readonly unknown[]): Votes {
  const counts = new Map(rows.map((row) => Object.values(voteRow.parse(row)) as [string, number]));
  return { up: counts.get('up') ?? 0, down: counts.get('down') ?? 0 };
}
