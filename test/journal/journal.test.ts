import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Database, Statement } from '../../src/journal/database.ts';
import { createJournal } from '../../src/journal/journal.ts';
import { openSqlite } from '../../src/journal/sqlite.ts';
import { temporaryFolder } from '../support/corpus.ts';
import { answered, DAY, declined, HOUR } from './entries.ts';

/** A database that fails as long as it is told to. */
function brittle(patienceMs?: number) {
  const written: Statement[] = [];
  const state = { isBroken: false, writes: 0 };
  const database: Database = {
    async write(statements) {
      state.writes += 1;
      if (state.isBroken) throw new Error('the disk is full');
      written.push(...statements);
    },
    read: async () => [],
    close: async () => {},
  };
  const failures: unknown[] = [];
  const recoveries: number[] = [];
  const journal = createJournal({
    database,
    keepDays: 90,
    retryMs: 10,
    ...(patienceMs && { patienceMs }),
    onFailure: (error) => void failures.push(error),
    onRecovery: (lost) => void recoveries.push(lost),
  });
  const questions = () =>
    written.filter(({ sql }) => sql.startsWith('INSERT')).map(({ values }) => values[2]);
  return { journal, state, failures, recoveries, questions };
}

describe('a journal whose database fails', () => {
  it('says so once, tries again, and loses nothing', async () => {
    const { journal, state, failures, recoveries, questions } = brittle();
    state.isBroken = true;
    journal.record(declined('First?'));
    await expect.poll(() => state.writes).toBeGreaterThan(3);
    journal.record(declined('Second?'));
    expect(failures).toEqual([new Error('the disk is full')]);
    state.isBroken = false;
    await expect.poll(questions).toEqual(['First?', 'Second?']);
    expect(recoveries).toEqual([0]);
  });

  it('refuses feedback, rather than losing it', async () => {
    const { journal, state } = brittle();
    state.isBroken = true;
    const rating = { answerId: 'a', question: 'Why?', rating: 'up', reasons: [] } as const;
    await expect(journal.rate(rating)).rejects.toMatchObject({ code: 'journal-unavailable' });
  });

  it('keeps a bounded number of answers meanwhile, the newest, and counts the others', async () => {
    const { journal, state, recoveries, questions } = brittle();
    state.isBroken = true;
    for (let i = 0; i < 2_500; i++) journal.record(answered(`Question ${i}?`));
    await expect.poll(() => state.writes).toBeGreaterThan(3);
    state.isBroken = false;
    await expect.poll(() => questions().length).toBe(2_000);
    expect(questions()[0]).toBe('Question 500?');
    expect(recoveries).toEqual([500]);
  });

  it('deletes nothing old when the clock has just been set, but an hour later', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'performance', 'setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const { journal, state } = brittle();
    expect(state.writes).toBe(1);
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(state.writes).toBe(2);
    vi.setSystemTime(Date.now() + 200 * DAY);
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(state.writes).toBe(2);
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(state.writes).toBe(3);
    await journal.close();
  });

  it('writes what waits when it is closed', async () => {
    const { journal, questions } = brittle();
    journal.record(answered('Last?'));
    await journal.close();
    expect(questions()).toEqual(['Last?']);
  });
});

describe('an answer that is recorded', () => {
  /** A database that writes when it is told to. */
  function held(patienceMs: number) {
    const writes: { finish: () => void; statements: readonly Statement[] }[] = [];
    const database: Database = {
      write: (statements) =>
        new Promise((finish) => {
          if (statements[0]?.sql.startsWith('DELETE')) finish();
          else writes.push({ finish, statements });
        }),
      read: async () => [],
      close: async () => {},
    };
    const quiet = { onFailure: () => {}, onRecovery: () => {} };
    const journal = createJournal({ database, keepDays: 90, patienceMs, ...quiet });
    const recorded: string[] = [];
    const record = (question: string) =>
      journal.record(answered(question)).then(() => void recorded.push(question));
    return { writes, recorded, record };
  }

  it('waits until it is written, with all that came while another was', async () => {
    const { writes, recorded, record } = held(60_000);
    const all = ['First?', 'Second?', 'Third?'].map(record);
    expect(writes.map(({ statements }) => statements.length)).toEqual([1]);
    writes[0]?.finish();
    await all[0];
    await expect.poll(() => writes.length).toBe(2);
    expect(writes[1]?.statements).toHaveLength(2);
    expect(recorded).toEqual(['First?']);
    writes[1]?.finish();
    await Promise.all(all);
    expect(recorded).toEqual(['First?', 'Second?', 'Third?']);
  });

  it('does not wait longer than its patience, and the next not at all until one is written', async () => {
    const { writes, record } = held(200);
    const begun = performance.now();
    await record('First?');
    const waited = performance.now() - begun;
    expect(waited).toBeGreaterThan(150);
    for (let i = 0; i < 100; i++) await record(`Question ${i}?`);
    // A hundred times their patience is twenty seconds.
    expect(performance.now() - begun - waited).toBeLessThan(5_000);
    writes[0]?.finish();
    await expect.poll(() => writes.length).toBe(2);
    writes[1]?.finish();
    await new Promise(setImmediate);
    const again = performance.now();
    await record('Last?');
    expect(performance.now() - again).toBeGreaterThan(150);
  });

  it('does not wait for a database that fails', async () => {
    const { journal, state, failures } = brittle(60_000);
    state.isBroken = true;
    await journal.record(answered('First?'));
    await journal.record(answered('Second?'));
    expect(failures).toHaveLength(1);
  });
});

describe('a journal in a file', () => {
  it('waits for another process that has locked it, and holds up nobody else', async () => {
    const file = path.join(await temporaryFolder(), 'journal.sqlite');
    const failures: unknown[] = [];
    const journal = createJournal({
      database: openSqlite(file),
      keepDays: 90,
      onFailure: (error) => void failures.push(error),
      onRecovery: () => {},
    });
    expect(await journal.misses(new Date(0))).toEqual([]);
    const other = new BetterSqlite3(file);
    other.exec('BEGIN IMMEDIATE');
    const rated = journal.rate({ answerId: 'a', question: 'Why?', rating: 'up', reasons: [] });
    const longest = await longestTurn(1_000);
    expect(longest).toBeLessThan(500);
    other.exec('COMMIT');
    other.close();
    await rated;
    expect(await journal.votes(new Date(0))).toEqual({ up: 1, down: 0 });
    expect(failures).toEqual([]);
    await journal.close();
  });

  it('that is deleted while it is open begins anew', async () => {
    const folder = path.join(await temporaryFolder(), 'kept');
    const database = openSqlite(path.join(folder, 'journal.sqlite'));
    const ever = new Date(0);
    const start = () =>
      createJournal({ database, keepDays: 90, onFailure: () => {}, onRecovery: () => {} });
    const journal = start();
    const rating = { answerId: 'a', question: 'Why?', rating: 'up', reasons: [] } as const;
    await journal.rate(rating);
    await rm(folder, { recursive: true });
    await journal.rate({ ...rating, rating: 'down' });
    await journal.close();
    const again = start();
    expect(await again.votes(ever)).toEqual({ up: 0, down: 1 });
    await again.close();
  });

  it('may be read by its owner alone', async () => {
    const file = path.join(await temporaryFolder(), 'deep/journal.sqlite');
    const database = openSqlite(file);
    await database.write([]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
    await database.close();
  });
});

/** The longest time in which the thread did nothing else, in milliseconds. */
async function longestTurn(milliseconds: number): Promise<number> {
  const end = performance.now() + milliseconds;
  let longest = 0;
  for (let last = performance.now(); last < end; ) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }
  return longest;
}
