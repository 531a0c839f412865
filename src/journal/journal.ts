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
  /** Keeps an answer soon, off its path: it neither waits nor throws. */
  record(entry: Entry): void;
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
  /** Answers that are kept, whatever their age: about 1 kB each. */
  readonly maxRows?: number;
}

const MS_PER_DAY = 86_400_000;
const CLEAN_UP_MS = 3_600_000;
/** Answers are written together: so long one waits for others. */
const WRITE_AFTER_MS = 200;
const MAX_BATCH = 200;
/** Answers that wait while the database fails; beyond that, the oldest are lost. */
const MAX_WAITING = 2_000;

export function createJournal(options: JournalOptions): Journal {
  const { database, keepDays, onFailure, onRecovery } = options;
  const { retryMs = 5_000, maxRows = 1_000_000 } = options;
  const waiting: Statement[] = [];
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> | null = null;
  let isFailing = false;
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
        await write(batch);
      } catch {
        waiting.unshift(...batch);
        return;
      }
    }
  }

  function writeSoon(afterMs: number): void {
    if (timer !== null || writing !== null) return;
    timer = setTimeout(() => {
      timer = null;
      writing = flush().finally(() => {
        writing = null;
        if (waiting.length > 0) writeSoon(isFailing ? retryMs : WRITE_AFTER_MS);
      });
    }, afterMs).unref();
  }

  async function cleanUp(): Promise<void> {
    const before = new Date(Date.now() - keepDays * MS_PER_DAY);
    await write(deleteOld(before, maxRows)).catch(() => {});
  }
  // The first also tells at the start whether the journal can be written.
  void cleanUp();
  const cleaning = setInterval(cleanUp, CLEAN_UP_MS).unref();

  return {
    keepDays,
    record(entry) {
      if (waiting.length >= MAX_WAITING) {
        waiting.shift();
        lost += 1;
      }
      waiting.push(insertAnswer(entry));
      writeSoon(isFailing ? retryMs : WRITE_AFTER_MS);
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
      await writing;
      await flush();
      await database.close();
    },
  };
}
