import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import pg from 'pg';
import { freePort } from './free-port.ts';

export interface PgvectorServer {
  readonly address: string;
  run(sql: string): Promise<readonly Record<string, unknown>[]>;
  /** The names of tables that are like this. */
  tables(pattern: string): Promise<string[]>;
  /** Removes all indexes. */
  empty(): Promise<void>;
  /** Runs a statement in a transaction that lasts until it is released. */
  block(sql: string): Promise<{ release(): Promise<void> }>;
  /** Nobody can connect until it starts again; null where the server is not ours. */
  readonly outage: { stop(): Promise<void>; start(): Promise<void> } | null;
  close(): Promise<void>;
}

/** Whether a server is given. PGlite mixes up the statements of connections at the same time. */
export const isRealServer = Boolean(process.env['PGVECTOR_URL']);

/**
 * PostgreSQL with pgvector: the database whose address is in PGVECTOR_URL, or else PGlite, which is
 * PostgreSQL itself in WebAssembly, behind a socket.
 */
export async function startPgvector(): Promise<PgvectorServer> {
  const given = process.env['PGVECTOR_URL'];
  return given ? serverAt(given, null, async () => {}) : startPglite({ vector });
}

/** One that lacks the extension. */
export function startPlainPostgres(): Promise<PgvectorServer> {
  return startPglite({});
}

async function startPglite(extensions: Record<string, typeof vector>): Promise<PgvectorServer> {
  const db = await PGlite.create({ extensions });
  const port = await freePort();
  const listen = async () => {
    const server = new PGLiteSocketServer({ db, port, host: '127.0.0.1', maxConnections: 20 });
    await server.start();
    return server;
  };
  let server = await listen();
  const outage = {
    stop: () => server.stop(),
    async start() {
      server = await listen();
    },
  };
  return serverAt(`postgres://postgres:secret@127.0.0.1:${port}/postgres`, outage, async () => {
    await server.stop();
    await db.close();
  });
}

function serverAt(
  address: string,
  outage: PgvectorServer['outage'],
  close: () => Promise<void>,
): PgvectorServer {
  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: address });
    client.on('error', () => {});
    await client.connect();
    return client;
  }
  async function run(sql: string) {
    const client = await connect();
    return (await client.query(sql).finally(() => client.end())).rows;
  }
  async function tables(pattern: string): Promise<string[]> {
    const sql = `SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE '${pattern}'`;
    return (await run(sql)).map(({ relname }) => relname);
  }
  return {
    address,
    run,
    tables,
    async empty() {
      const names = await tables('search\\_%');
      if (names.length > 0) await run(`DROP TABLE ${names.join()} CASCADE`);
    },
    async block(sql) {
      const client = await connect();
      await client.query('BEGIN');
      await client.query(sql);
      return {
        async release() {
          await client.query('ROLLBACK');
          await client.end();
        },
      };
    },
    outage,
    close,
  };
}
