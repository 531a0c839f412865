import pg from 'pg';
import { ServiceError } from '../errors.ts';
import { DATABASE, INDEX, INDEX_FAULTS } from '../language/en/templates/owner.ts';
import { openPool } from '../postgres.ts';
import { openContent } from './content.ts';
import type { IndexStore, OpenIndex } from './index-store.ts';
import { type IndexFile, type Manifest, parseManifest, unusable } from './manifest.ts';
import { createSearch, type SearchReporter, vectorsInTable } from './pgvector-search.ts';
import { createTables, removeOld, tableOf, writeGeneration } from './pgvector-write.ts';
import { SEARCH_CANDIDATES } from './vectors.ts';

const CONNECT_MS = 3_000;
const QUERY_MS = 5_000;
const MAX_CONNECTIONS = 8;
/** The graph of pgvector takes no longer vectors. */
const MAX_DIMENSIONS = 2_000;
/** PostgreSQL's code for a table that does not exist. */
const UNDEFINED_TABLE = '42P01';
/** Its codes where the extension is not installed, by version, and where the role may not create it. */
const NO_EXTENSION = ['0A000', '58P01', '42501'];

export interface PgvectorOptions extends SearchReporter {
  /** What PostgreSQL remarks while it builds the graph. */
  readonly onNotice?: (remark: string) => void;
}

export interface PgvectorStore extends IndexStore {
  close(): Promise<void>;
}

/**
 * An index in PostgreSQL, which replicas share. Vectors are searched there; texts and words are read
 * into memory when it is opened.
 */
export function pgvectorStore(address: string, options: PgvectorOptions = {}): PgvectorStore {
  const place = placeOf(address);
  const connection = {
    connectionString: address,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'ask-the-researcher',
  };
  const pool = openPool(address, CONNECT_MS, QUERY_MS, {
    max: MAX_CONNECTIONS,
    async onConnect(client) {
      await client.query(
        `SET hnsw.ef_search = ${SEARCH_CANDIDATES}; SET statement_timeout = ${QUERY_MS}`,
      );
    },
  });
  const search = createSearch(pool, options);

  function reach<T>(connecting: Promise<T>): Promise<T> {
    return connecting.catch((cause) => {
      const sentence = DATABASE.unreachable(place, reasonOf(cause));
      throw new ServiceError('index-unusable', sentence, { cause });
    });
  }

  /** No rows where the table does not exist. */
  async function read(sql: string, values: readonly unknown[] = []): Promise<unknown[][]> {
    const client = await reach(pool.connect());
    let failure: Error | undefined;
    try {
      return (await client.query({ text: sql, values: [...values], rowMode: 'array' })).rows;
    } catch (cause) {
      if ((cause as pg.DatabaseError).code === UNDEFINED_TABLE) return [];
      failure = cause as Error;
      throw unusable(place, INDEX_FAULTS.databaseFails(reasonOf(cause)), cause);
    } finally {
      client.release(failure);
    }
  }

  async function readManifest(): Promise<Manifest> {
    const [row] = await read(
      'SELECT manifest FROM search_generations ORDER BY number DESC LIMIT 1',
    );
    if (!row) throw new ServiceError('index-missing', INDEX.missing(place));
    return parseManifest(String(row[0]), place);
  }

  async function openGeneration(manifest: Manifest): Promise<OpenIndex> {
    const { generation, embedder, counts } = manifest;
    const file = async (name: IndexFile) => {
      const sql =
        'SELECT bytes FROM search_files WHERE generation = $1 AND name = $2 AND part = $3';
      const parts: Buffer[] = [];
      for (;;) {
        const [row] = await read(sql, [generation, name, parts.length]);
        if (!row) return Buffer.concat(parts);
        parts.push(row[0] as Buffer);
      }
    };
    const { index, firstRows } = await openContent(manifest, place, file);
    if (!embedder) return { ...index, vectors: null };
    const table = tableOf(generation);
    const [last] = await read(
      `SELECT vector_dims(embedding), row + 1 FROM ${table} ORDER BY row DESC LIMIT 1`,
    );
    if (last?.[0] !== embedder.dimensions || last[1] !== counts.units) {
      throw unusable(place, INDEX_FAULTS.wrongVectors);
    }
    const vectors = vectorsInTable(table, {
      firstRows,
      dimensions: embedder.dimensions,
      search,
      read,
    });
    return { ...index, vectors };
  }

  /** A connection of its own: writing an index takes longer than any query may. */
  async function withWriter<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client(connection);
    client.on('error', () => {});
    try {
      await reach(client.connect());
      return await work(client);
    } catch (cause) {
      const { code = '', message } = cause as pg.DatabaseError;
      if (cause instanceof ServiceError) throw cause;
      const isMissing = NO_EXTENSION.includes(code) && message.includes('extension');
      const sentence = isMissing
        ? DATABASE.noExtension(place, message)
        : DATABASE.notWritten(place, reasonOf(cause));
      throw new ServiceError('index-unusable', sentence, { cause });
    } finally {
      // What was not committed is gone with the connection.
      await client.end().catch(() => {});
    }
  }

  return {
    place,
    readManifest,
    async open() {
      const manifest = await readManifest();
      try {
        return await openGeneration(manifest);
      } catch (error) {
        // Other runs may have replaced the index in the meantime.
        const current = await readManifest();
        if (current.generation === manifest.generation) throw error;
        return openGeneration(current);
      }
    },
    async ensureWritable(dimensions) {
      if (dimensions !== null && dimensions > MAX_DIMENSIONS) {
        const sentence = DATABASE.tooManyDimensions(dimensions, MAX_DIMENSIONS);
        throw new ServiceError('index-unusable', sentence);
      }
      await withWriter(createTables);
    },
    async write(content, signal) {
      try {
        return await withWriter(async (client) => {
          // PostgreSQL would build the graph to its end, though nobody waits for it anymore.
          const cancel = () => {
            read('SELECT pg_cancel_backend($1)', [pidOf(client)]).catch(() => {});
          };
          signal?.addEventListener('abort', cancel, { once: true });
          const work = writeGeneration(client, content, { ...options, signal });
          return await work.finally(() => signal?.removeEventListener('abort', cancel));
        });
      } catch (error) {
        signal?.throwIfAborted();
        throw error;
      }
    },
    removeStale: () => withWriter(removeOld),
    close: () => pool.end(),
  };
}

/** For people, without the password. */
function placeOf(address: string): string {
  const { host, pathname } = new URL(address);
  return `PostgreSQL (${host}${pathname})`;
}

/** Where each address of a host refuses, Node says so without words. */
function reasonOf(cause: unknown): string {
  const { message, code = '' } = cause as pg.DatabaseError;
  return message || code;
}

/** The process that serves a connection; `pg` has it, its types do not. */
function pidOf(client: pg.Client): unknown {
  return (client as unknown as { readonly processID: unknown }).processID;
}
