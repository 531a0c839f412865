import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  type PgvectorOptions,
  type PgvectorStore,
  pgvectorStore,
} from '../../src/search/pgvector.ts';
import { retrieve } from '../../src/search/retrieve.ts';
import { hashingEmbedder } from '../support/embedder.ts';
import { freePort } from '../support/free-port.ts';
import {
  isRealServer,
  type PgvectorServer,
  startPgvector,
  startPlainPostgres,
} from '../support/pgvector.ts';
import { build, contentOf, describeStore, write } from './store-contract.ts';

const FILES = { 'owl.txt': 'Owl hunts at night.', 'emu.txt': 'Emu runs. It does not fly.' };
const embedder = hashingEmbedder();
let server: PgvectorServer;

beforeAll(async () => {
  server = await startPgvector();
});
afterAll(() => server?.close());

/** A store in an empty database. */
async function fresh(options: PgvectorOptions = {}) {
  await server.empty();
  return another(options);
}

function another(options: PgvectorOptions = {}) {
  const store = pgvectorStore(server.address, options);
  onTestFinished(() => store.close());
  return store;
}

const tables = () => server.tables('search\\_vectors\\_%');

const stores: PgvectorStore[] = [];
afterAll(() => Promise.all(stores.map((store) => store.close())));

const view = () => {
  const store = pgvectorStore(server.address);
  stores.push(store);
  return store;
};

describeStore(
  'PostgreSQL',
  async () => {
    await server.empty();
    return view;
  },
  { servesOne: !isRealServer },
);

describe('an index in PostgreSQL', () => {
  it('is unchanged when a run fails half-way, and nothing of the run is left', async () => {
    const store = await fresh();
    const { generation } = await write(store, await contentOf(FILES, embedder));
    const content = await contentOf({ 'a.txt': 'One. Two.' }, embedder);
    // By then, the texts and the first rows are written.
    content.vectors?.matrix.values.fill(Number.NaN, -1);
    await expect(store.write(content)).rejects.toMatchObject({
      code: 'index-unusable',
      message: expect.stringMatching(
        /^The index cannot be written to PostgreSQL \(.*NaN.*unchanged/,
      ),
    });
    expect((await store.open()).manifest.generation).toBe(generation);
    expect(await tables()).toHaveLength(1);
    expect(await server.run('SELECT DISTINCT generation FROM search_files')).toHaveLength(1);
  });

  it.runIf(isRealServer)('stops what PostgreSQL does for an interrupted run', async () => {
    const store = await fresh();
    const content = await contentOf(FILES, embedder);
    await store.ensureWritable(64);
    // Whoever writes waits for this one.
    const lock = await server.block('SELECT pg_advisory_xact_lock(7201535)');
    const interrupt = new AbortController();
    const writing = store.write(content, interrupt.signal);
    setTimeout(() => interrupt.abort(new Error('Interrupted.')), 100);
    await expect(writing).rejects.toThrow('Interrupted.');
    await lock.release();
    expect(await tables()).toEqual([]);
  });

  it.each([
    [
      "DELETE FROM search_files WHERE name = 'passages.jsonl'",
      'its file passages.jsonl is damaged',
    ],
    ['DELETE FROM $ WHERE row = 4', 'its vectors do not match its passages'],
    ['DROP TABLE $', 'its vectors do not match its passages'],
    ["UPDATE search_generations SET manifest = '{'", 'its manifest is not JSON'],
  ])('is refused after %s', async (sql, fault) => {
    const store = await fresh();
    await write(store, await contentOf(FILES, embedder));
    const [table] = await tables();
    await server.run(sql.replace('$', table ?? ''));
    await expect(store.open()).rejects.toMatchObject({
      code: 'index-unusable',
      message: expect.stringContaining(fault),
    });
  });

  it('keeps the one before, from which replicas may still answer, and none older', async () => {
    const store = await fresh();
    for (const word of ['One.', 'Two.', 'Three.']) await build(store, { 'a.txt': word }, embedder);
    expect(await tables()).toHaveLength(2);
    expect(await server.run('SELECT generation FROM search_generations')).toHaveLength(2);
  });

  it('passes on what PostgreSQL remarks, as that the graph does not fit into its memory', async () => {
    const remarks: string[] = [];
    await fresh();
    // A real server keeps it for the session alone, PGlite has but one.
    if (!isRealServer) await server.run("SET maintenance_work_mem = '1MB'");
    const store = pgvectorStore(`${server.address}?options=-c%20maintenance_work_mem%3D1MB`, {
      onNotice: (remark) => remarks.push(remark),
    });
    onTestFinished(() => store.close());
    const values = new Float32Array(2_500 * 64).map(() => Math.random() / 8);
    const content = await contentOf(FILES, embedder);
    await write(store, { ...content, vectors: { model: 'm', matrix: { values, dimensions: 64 } } });
    expect(remarks).toEqual([expect.stringContaining('maintenance_work_mem')]);
  });

  it('takes no vectors that are too long for its graph', async () => {
    const store = await fresh();
    await expect(build(store, FILES, hashingEmbedder(3072))).rejects.toMatchObject({
      code: 'index-unusable',
      message: expect.stringMatching(/at most 2000 dimensions.* 3072\. Set EMBEDDING_DIMENSIONS/),
    });
  });

  it('says so where nothing listens, without the password', async () => {
    const port = await freePort();
    const store = pgvectorStore(`postgres://ask:secret@127.0.0.1:${port}/ask`);
    for (const work of [store.readManifest(), store.open(), store.ensureWritable(64)]) {
      const error = await work.catch((reason) => reason);
      expect(error).toMatchObject({ name: 'ServiceError', code: 'index-unusable' });
      expect(error.message).toMatch(
        new RegExp(
          `^PostgreSQL \\(127\\.0\\.0\\.1:${port}/ask\\) cannot be reached \\(.*ECONNREFUSED`,
        ),
      );
      expect(error.message).toMatch(/Start it, .*VECTOR_STORE=files/);
      expect(error.message).not.toContain('secret');
    }
  });

  it('says so where there is no such database', async () => {
    const reply = 'SFATAL\0C3D000\0Mdatabase "ask" does not exist\0\0';
    const length = Buffer.alloc(4);
    length.writeInt32BE(reply.length + 4);
    const refusing = net.createServer((socket) => {
      socket.once('data', () =>
        socket.end(Buffer.concat([Buffer.from('E'), length, Buffer.from(reply)])),
      );
    });
    await once(refusing.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void refusing.close());
    const { port } = refusing.address() as AddressInfo;
    const store = pgvectorStore(`postgres://ask:secret@127.0.0.1:${port}/ask`);
    for (const work of [store.readManifest(), store.ensureWritable(64)]) {
      await expect(work).rejects.toThrow(
        /cannot be reached \(database "ask" does not exist\)\. Start it, create the database/,
      );
    }
  });

  it('says what to install where the extension is missing', async () => {
    const plain = await startPlainPostgres();
    const store = pgvectorStore(plain.address);
    onTestFinished(async () => {
      await store.close();
      await plain.close();
    });
    await expect(store.ensureWritable(64)).rejects.toMatchObject({
      code: 'index-unusable',
      message: expect.stringMatching(/pgvector is missing .* CREATE EXTENSION vector;$/),
    });
  });
});

describe('a search in PostgreSQL', () => {
  async function opened(options: PgvectorOptions = {}) {
    const store = await fresh(options);
    await write(store, await contentOf(FILES, embedder));
    const index = await store.open();
    const [vector = new Float32Array()] = await embedder.embed(['Owl hunts at night']);
    const search = (signal?: AbortSignal) =>
      retrieve(index, 'night', { limit: 1, vector, named: new Set(), signal });
    return { search };
  }

  it('ends at once when the visitor leaves', async () => {
    const { search } = await opened();
    const lock = await server.block(`LOCK TABLE ${(await tables()).join()}`);
    const leaving = new AbortController();
    const searching = search(leaving.signal);
    setTimeout(() => leaving.abort(new Error('Left.')), 50);
    await expect(searching).rejects.toThrow('Left.');
    await lock.release();
    await expect(search(AbortSignal.abort(new Error('Gone.')))).rejects.toThrow('Gone.');
    expect(await search()).toMatchObject([{ source: { id: 'owl' } }]);
  });

  it('goes by keywords alone while all connections are taken, and says so once', async () => {
    const told: string[] = [];
    const { search } = await opened({
      onFailure: () => told.push('fails'),
      onRecovery: () => told.push('works'),
    });
    const lock = await server.block(`LOCK TABLE ${(await tables()).join()}`);
    const hits = (await Promise.all(Array.from({ length: 20 }, () => search()))).flat();
    expect(hits).toHaveLength(20);
    expect(hits.every(({ source, why }) => source.id === 'owl' && why.cosine === undefined)).toBe(
      true,
    );
    await lock.release();
    await expect.poll(async () => (await search())[0]?.why.cosine).toBeGreaterThan(0.8);
    expect(told).toEqual(['fails', 'works']);
  });

  it.skipIf(isRealServer)('survives that the database stops', async () => {
    const told: string[] = [];
    const { search } = await opened({
      onFailure: () => told.push('fails'),
      onRecovery: () => told.push('works'),
    });
    await server.outage?.stop();
    for (let i = 0; i < 3; i++) {
      expect(await search()).toMatchObject([{ source: { id: 'owl' }, why: { keywordRank: 1 } }]);
    }
    await server.outage?.start();
    await expect.poll(async () => (await search())[0]?.why.cosine).toBeGreaterThan(0.8);
    expect(told).toEqual(['fails', 'works']);
  });
});
