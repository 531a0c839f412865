import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createJournal } from '../../src/journal/journal.ts';
import { openPostgres } from '../../src/journal/postgres.ts';
import { freePort } from '../support/free-port.ts';
import { postgresPrograms, type RunningPostgres, startPostgres } from '../support/postgres.ts';
import { declined } from './entries.ts';
import { describeJournal } from './journal-contract.ts';

const EVER = new Date(0);
const programs = postgresPrograms();

describe.skipIf(programs === null)('PostgreSQL (apt-get install postgresql)', () => {
  let server: RunningPostgres;
  beforeAll(async () => {
    server = await startPostgres(programs ?? '');
  });
  afterAll(() => server?.remove());

  describeJournal('PostgreSQL', async () => {
    const address = await server.create();
    return () => openPostgres(address);
  });

  it('is shared by replicas that start together', async () => {
    const address = await server.create();
    const replicas = Array.from({ length: 4 }, () => openPostgres(address));
    const journals = replicas.map((database) =>
      createJournal({ database, keepDays: 9, onFailure: thrown, onRecovery: () => {} }),
    );
    for (const [i, journal] of journals.entries()) journal.record(declined(`Question ${i}?`));
    await Promise.all(journals.slice(1).map((journal) => journal.close()));
    const [first] = journals;
    await expect.poll(async () => (await first?.misses(EVER))?.length).toBe(4);
    await first?.close();
  });

  it('may die in the middle of a transaction, and only that fails', async () => {
    const database = openPostgres(await server.create());
    await database.write([]);
    const sleep = { sql: 'SELECT pg_sleep(60)', values: [] };
    const writing = expect(database.write([sleep])).rejects.toThrow();
    const reading = expect(database.read(sleep)).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await server.kill();
    await Promise.all([writing, reading]);
    await server.start();
    expect(await database.read({ sql: 'SELECT 1 AS one', values: [] })).toEqual([{ one: 1 }]);
    await database.close();
  });

  it('may stop and come back: what was asked meanwhile is kept, and it is said once', async () => {
    const failures: unknown[] = [];
    const recoveries: number[] = [];
    const journal = createJournal({
      database: openPostgres(await server.create()),
      keepDays: 9,
      retryMs: 50,
      onFailure: (error) => void failures.push(error),
      onRecovery: (lost) => void recoveries.push(lost),
    });
    onTestFinished(() => journal.close());
    expect(await journal.misses(EVER)).toEqual([]);
    await server.kill();
    journal.record(declined('Is it kept?'));
    await expect.poll(() => failures.length).toBe(1);
    const rating = { answerId: 'a', question: 'Why?', rating: 'up', reasons: [] } as const;
    await expect(journal.rate(rating)).rejects.toMatchObject({ code: 'journal-unavailable' });
    await server.start();
    await expect.poll(async () => (await journal.misses(EVER).catch(() => [])).length).toBe(1);
    expect(failures).toHaveLength(1);
    expect(recoveries).toEqual([0]);
  });
});

it('waits for no server that is not there', async () => {
  const failures: unknown[] = [];
  const journal = createJournal({
    database: openPostgres(`postgres://tester@127.0.0.1:${await freePort()}/none`),
    keepDays: 9,
    onFailure: (error) => void failures.push(error),
    onRecovery: () => {},
  });
  journal.record(declined('Why?'));
  await expect.poll(() => failures).toMatchObject([{ code: 'ECONNREFUSED' }]);
  await journal.close();
});

function thrown(error: unknown): never {
  throw error;
}
