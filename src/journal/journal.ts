import type { Feedback } from '../domain.ts';
import { ServiceError } from '../errors.ts';
import { SERVER } from '../language/en/templates/problems.ts';
import type { Database, Statement } from './database.ts';
import {
  readDays,
  readDeclined,
  readDownVoted,
  readSources,
  readVotes,
  selectDays,
  selectDeclined,
  selectDownVoted,
  selectSources,
  selectVotes,
} from './queries.ts';
import {
  type Day,
  deleteOld,
  type Entry,
  insertAnswer,
  type Miss,
  upsertFeedback,
  type Votes,
} from './records.ts';

/** What visitors asked and what came of it. */
export interface Journal {
  /** Days after which what is kept is deleted. */
  readonly keepDays: number;
  /**
   * Keeps an answer. Resolves once that has survived a crash, or when that takes too long; while the
   * database fails, at once. It never throws.
   */
  record(entry: Entry): Promise<void>;
  /**
   * Keeps what a visitor thought of an answer; it has survived a crash once this resolves.
   * @throws ServiceError `journal-unavailable`
   */
  rate(feedback: Feedback): Promise<void>;
  /** Newest first, at most `MAX_MISSES` of each type. */
  misses(since: Date): Promise<readonly Miss[]>;
  days(since: Date): Promise<readonly Day[]>;
  /** How many answers cite each source, by its id. */
  sources(since: Date): Promise<ReadonlyMap<string, number>>;
  votes(since: Date): Promise<Votes>;
  /** Writes what is left to write. */
  close(): Promise<void>;
}

export interface JournalOptions {
  readonly database: Database;
  readonly keepDays: number;
  /** Called at the first of several failures in a row. */
  readonly onFailure: (error: unknown) => void;
  /** Called when it can be written again, with how many answers were not kept. */
  readonly onRecovery: (lost: number) => void;
  readonly retryMs?: number;
  /** How long an answer may wait to be written. */
  readonly patienceMs?: number;
  /** Answers that are kept, whatever their age: about 1 kB each. */
  readonly maxRows?: number;
}

const MS_PER_DAY = 86_400_000;
const CLEAN_UP_MS = 3_600_000;
const MAX_BATCH = 200;
/** Answers that wait while the database fails; beyond that, the oldest are lost. */
const MAX_WAITING = 2_000;

interface Waiting {
  readonly statement: Statement;
  /** Lets go of the answer that waits for it. */
  readonly release: () => void;
}

export function createJournal(options: JournalOptions): Journal {
  const { database, keepDays, onFailure, onRecovery } = options;
  const { retryMs = 5_000, patienceMs = 500, maxRows = 1_000_000 } = options;
  const waiting: Waiting[] = [];
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> | null = null;
  let isFailing = false;
  /** An answer has waited in vain: none waits again before a write succeeds. */
  let isLate = false;
  let lost = 0;

  /** Writes statements, and tells of the first failure and of the recovery. */
  async function write(statements: readonly Statement[]): Promise<void> {
    try {
      await database.write(statements);
    } catch (error) {
      if (!isFailing) onFailure(error);
      isFailing = true;
      throw error;
    }
    isLate = false;
    if (!isFailing) return;
    onRecovery(lost);
    isFailing = false;
    lost = 0;
  }

  async function read(statement: Statement): Promise<readonly unknown[]> {
    try {
      return await database.read(statement);
    } catch (cause) {
      const reason = SERVER.journalNotRead((cause as Error).message);
      throw new ServiceError('journal-unavailable', reason, { cause });
    }
  }

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MAX_BATCH);
      try {
        await write(batch.map(({ statement }) => statement));
      } catch {
        waiting.unshift(...batch);
        dropOldest();
        return;
      } finally {
        for (const { release } of batch) release();
      }
    }
  }

  function dropOldest(): void {
    const dropped = waiting.splice(0, waiting.length - MAX_WAITING);
    for (const { release } of dropped) release();
    lost += dropped.length;
  }

  /** What comes while others are written is written together, next. */
  function writeSoon(): void {
    if (writing !== null) return;
    if (isFailing) timer ??= setTimeout(writeNow, retryMs).unref();
    else writeNow();
  }

  function writeNow(): void {
    clearTimeout(timer ?? undefined);
    timer = null;
    writing = flush().finally(() => {
      writing = null;
      if (waiting.length > 0) writeSoon();
    });
  }

  let clockOffset = offsetOfClock();
  async function cleanUp(): Promise<void> {
    const lastOffset = clockOffset;
    clockOffset = offsetOfClock();
    // A clock that has just been set may be wrong: what it makes old is kept until the next time.
    if (Math.abs(clockOffset - lastOffset) > CLEAN_UP_MS) return;
    const before = new Date(Date.now() - keepDays * MS_PER_DAY);
    await write(deleteOld(before, maxRows)).catch(() => {});
  }
  // The first also tells at the start whether the journal can be written.
  void cleanUp();
  const cleaning = setInterval(cleanUp, CLEAN_UP_MS).unref();

  return {
    keepDays,
    async record(entry) {
      const statement = insertAnswer(entry);
      const written = new Promise<void>((release) => {
        waiting.push({ statement, release });
      });
      dropOldest();
      writeSoon();
      if (isFailing || isLate) return;
      const isWritten = await within(patienceMs, written);
      isLate ||= !isWritten;
    },
    async rate(feedback) {
      try {
        await write([upsertFeedback(feedback, new Date())]);
      } catch (cause) {
        throw new ServiceError('journal-unavailable', SERVER.feedbackNotKept, { cause });
      }
    },
    async misses(since) {
      const declined = readDeclined(await read(selectDeclined(since)));
      const downVoted = readDownVoted(await read(selectDownVoted(since)));
      return [...declined, ...downVoted].sort((a, b) => b.at.getTime() - a.at.getTime());
    },
    days: async (since) => readDays(await read(selectDays(since))),
    sources: async (since) => readSources(await read(selectSources(since))),
    votes: async (since) => readVotes(await read(selectVotes(since))),
    async close() {
      clearInterval(cleaning);
      clearTimeout(timer ?? undefined);
      while (writing !== null) await writing;
      await flush();
      await database.close();
    },
  };
}

/** The time of day less that of a clock that nobody sets. */
function offsetOfClock(): number {
  return Date.now() - performance.now();
}

/** Whether the work is done in time. */
async function within(milliseconds: number, work: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, milliseconds, false).unref();
  });
  const isDone = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  return isDone;
}
