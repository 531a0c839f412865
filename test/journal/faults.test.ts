import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/domain.ts';
import { openSqlite } from '../../src/journal/sqlite.ts';
import { temporaryFolder } from '../support/corpus.ts';
import { type LanternFolders, lanternFolders } from '../support/lantern-folders.ts';
import { NODE_START, type RunningServer, startServer } from '../support/running-server.ts';

let lantern: LanternFolders;
beforeAll(async () => {
  lantern = await lanternFolders();
});
afterAll(() => lantern.remove());

async function start(file: string, command: readonly string[] = NODE_START) {
  const settings = { ...lantern.settings, JOURNAL: 'on', JOURNAL_FILE: file };
  return startServer(command, settings);
}

function post(server: RunningServer, address: string, body: unknown): Promise<Response> {
  return fetch(`${server.url}${address}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

const ask = (server: RunningServer) =>
  post(server, '/api/chat', { question: 'How does Lantern keep spans?' });
const rate = (server: RunningServer, answerId: string) =>
  post(server, '/api/feedback', { answerId, question: 'Why?', rating: 'down' });

/** The first column of all rows. */
async function allOf(file: string, column: string, table: string): Promise<unknown[]> {
  const database = openSqlite(file);
  const rows = await database.read({ sql: `SELECT ${column} AS it FROM ${table}`, values: [] });
  await database.close();
  return rows.map((row) => (row as { it: unknown }).it);
}

describe('a journal that cannot be kept', { timeout: 90_000 }, () => {
  /** No file of the process may grow beyond 8 kB: writing more fails, as on a full disk. */
  const onFullDisk = ['sh', '-c', 'trap "" XFSZ; ulimit -f 16; exec "$@"', 'sh', ...NODE_START];

  it.each([
    ['is a folder', async (file: string) => void (await mkdir(file)), NODE_START],
    [
      'is no database',
      (file: string) => writeFile(file, 'so it was damaged '.repeat(99)),
      NODE_START,
    ],
    ['is below a file', (file: string) => writeFile(path.dirname(file), ''), NODE_START],
    ['is on a full disk', async () => {}, onFullDisk],
  ])('because it %s costs no answer, and the log says so once', async (name, prepare, command) => {
    const folder = path.join(await temporaryFolder(), 'kept');
    const file = path.join(folder, 'journal.sqlite');
    if (name !== 'is below a file') await mkdir(folder);
    await prepare(file);
    const server = await start(file, command);
    for (let i = 0; i < 3; i++) expect((await ask(server)).status).toBe(200);
    const statuses = await Promise.all(['a', 'b', 'c'].map((id) => rate(server, id)));
    expect(statuses.map(({ status }) => status)).toEqual([503, 503, 503]);
    expect(await statuses[0]?.json()).toMatchObject({ code: 'journal-unavailable' });
    const said = server.printed().match(/^.*journal.*$/gm);
    expect(said).toHaveLength(1);
    expect(said?.[0]).toContain(`the journal ${file} fails`);
    expect(server.printed()).not.toMatch(/^ {4}at /m);
  });
});

describe('a journal', { timeout: 90_000 }, () => {
  it('has lost no feedback that was acknowledged when the process is killed', async () => {
    const file = path.join(await temporaryFolder(), 'journal.sqlite');
    const server = await start(file);
    const acknowledged: string[] = [];
    const sent = Array.from({ length: 200 }, async (_, i) => {
      const reply = await rate(server, `answer-${i}`);
      if (reply.status === 204) acknowledged.push(`answer-${i}`);
      if (acknowledged.length === 50) server.child.kill('SIGKILL');
    });
    await Promise.allSettled(sent);
    expect(await server.ended).toBe('SIGKILL');
    expect(acknowledged.length).toBeGreaterThanOrEqual(50);
    const kept = await allOf(file, 'answer_id', 'journal_feedback');
    expect(acknowledged.filter((id) => !kept.includes(id))).toEqual([]);
  });

  it('has lost no answer that was given when the process is killed', async () => {
    const file = path.join(await temporaryFolder(), 'journal.sqlite');
    const server = await start(file);
    const given: string[] = [];
    const sent = Array.from({ length: 200 }, async () => {
      const { id } = (await (await ask(server)).json()) as Answer;
      given.push(id);
      if (given.length === 50) server.child.kill('SIGKILL');
    });
    await Promise.allSettled(sent);
    expect(await server.ended).toBe('SIGKILL');
    expect(given.length).toBeGreaterThanOrEqual(50);
    const kept = await allOf(file, 'id', 'journal_answers');
    expect(given.filter((id) => !kept.includes(id))).toEqual([]);
  });

  it('has what was asked just before the service is stopped', async () => {
    const file = path.join(await temporaryFolder(), 'journal.sqlite');
    const server = await start(file);
    expect((await ask(server)).status).toBe(200);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(await allOf(file, 'question', 'journal_answers')).toEqual([
      'How does Lantern keep spans?',
    ]);
    // All is in the one file, so that it can be copied.
    expect(existsSync(`${file}-wal`)).toBe(false);
  });

  it('is not written with JOURNAL=off, and no feedback is asked for', async () => {
    const file = path.join(await temporaryFolder(), 'journal.sqlite');
    const settings = { ...lantern.settings, JOURNAL: 'off', JOURNAL_FILE: file };
    const server = await startServer(NODE_START, settings);
    expect((await ask(server)).status).toBe(200);
    expect((await rate(server, 'a')).status).toBe(404);
    const config = await fetch(`${server.url}/api/config`);
    expect(await config.json()).toMatchObject({ feedback: false });
    expect(existsSync(file)).toBe(false);
  });
});
