import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';
import type { Service } from '../src/domain.ts';
import { createLiveIndex } from '../src/live-index.ts';
import { openReopenable } from '../src/open-service.ts';
import { openStore } from '../src/open-store.ts';
import { ask } from './support/answers.ts';
import { corpusOf, temporaryFolder, writeFiles } from './support/corpus.ts';
import { freePort } from './support/free-port.ts';
import { LANTERN } from './support/lantern.ts';
import { type OpenAiServer, startOpenAiServer } from './support/openai-server.ts';
import { type PgvectorServer, startPgvector } from './support/pgvector.ts';

const QUIET = { log: () => {}, warn: () => {} };
const QUESTIONS = [
  'What is Lantern?',
  'Who wrote the prototype?',
  'Which publications are there?',
  'What is it made for?',
  'Does Ada play chess?',
];
let provider: OpenAiServer;
let server: PgvectorServer;

beforeAll(async () => {
  [provider, server] = await Promise.all([startOpenAiServer(), startPgvector()]);
});
afterAll(() => Promise.all([provider.close(), server.close()]));

/** The settings of a service over this corpus, with vectors of a provider. */
async function settings(corpusDir: string, more: Record<string, string> = {}) {
  return readConfig({
    CORPUS_DIR: corpusDir,
    INDEX_DIR: path.join(await temporaryFolder(), 'index'),
    EMBEDDER: 'openai:m',
    EMBEDDING_DIMENSIONS: '64',
    OPENAI_BASE_URL: provider.url,
    READER: 'none',
    ...more,
  });
}

/** A replica: a service that changes its index while it answers. */
async function replica(config: Awaited<ReturnType<typeof settings>>) {
  const { service, store, reopen } = await openReopenable(config, QUIET);
  let current: Service = service;
  const { signal } = new AbortController();
  const live = createLiveIndex({
    ...{ ...QUIET, store, reopen, signal, current: service.status.index },
    swap: (next) => {
      current = next;
    },
  });
  return { live, status: () => current.status, ask: (question: string) => ask(current, question) };
}

describe('VECTOR_STORE', () => {
  it('keeps files, unless told otherwise', async () => {
    const config = await settings('corpus');
    expect((await openStore(config, QUIET)).place).toBe(config.INDEX_DIR);
  });

  it('takes pgvector for the database of the journal', async () => {
    const DATABASE_URL = 'postgres://ask:secret@db.example:5432/journal';
    const config = await settings('corpus', { VECTOR_STORE: 'pgvector', DATABASE_URL });
    const { place } = await openStore(config, QUIET);
    expect(place).toBe('PostgreSQL (db.example:5432/journal)');
  });

  it('names the database that a service needs to start', async () => {
    const VECTOR_STORE = `postgres://ask:secret@127.0.0.1:${await freePort()}/ask`;
    const config = await settings(await corpusOf(LANTERN), { VECTOR_STORE });
    await expect(openReopenable(config, QUIET)).rejects.toThrow(
      /^PostgreSQL \(127.*\/ask\) cannot be reached/,
    );
  });

  it('gives the same answers from PostgreSQL as from files', async () => {
    await server.empty();
    const corpusDir = await corpusOf(LANTERN);
    const files = await replica(await settings(corpusDir));
    const config = await settings(corpusDir, { VECTOR_STORE: server.address });
    const database = await replica(config);
    for (const question of QUESTIONS) {
      const [{ answer: expected }, { answer }] = [
        await files.ask(question),
        await database.ask(question),
      ];
      expect({ ...answer, id: '' }, question).toEqual({ ...expected, id: '' });
    }
    await expect(readdir(config.INDEX_DIR)).rejects.toThrow('ENOENT');
  });

  it('lets replicas share an index, and change it one after the other', async () => {
    await server.empty();
    const corpusDir = await corpusOf(LANTERN);
    const config = await settings(corpusDir, { VECTOR_STORE: server.address });
    const [one, other] = [await replica(config), await replica(config)];
    const { index } = one.status();
    expect(other.status().index).toBe(index);
    await writeFiles(corpusDir, { 'owl.md': '# Owl\n\nOwl is a debugger for databases.' });
    const third = await replica(config);
    await one.live.reload();
    expect(one.status().index).toBe(third.status().index);
    expect((await one.ask('What is Owl?')).answer.answer).toContain('debugger');
    expect(other.status().index).toBe(index);
    expect((await other.ask('What is Lantern?')).answer.status).toBe('answered');
    await other.live.reload();
    expect((await other.ask('What is Owl?')).answer.answer).toContain('debugger');
  });
});
