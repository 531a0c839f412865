import { openPool, type PoolClient } from '../postgres.ts';
import type { Database } from './database.ts';
import { SCHEMA } from './schema.ts';

const CONNECT_MS = 5_000;
const QUERY_MS = 15_000;
/** Replicas that start together must not create the tables at the same time: any number, the same for all. */
const SCHEMA_LOCK = 7_201_534;

/** A journal in PostgreSQL, which replicas share. */
export function openPostgres(address: string): Database {
  const pool = openPool(address, CONNECT_MS, QUERY_MS);
  let ready: Promise<void> | null = null;

  async function inTransaction(work: (client: PoolClient) => Promise<void>): Promise<void> {
    const client = await pool.connect();
    let failure: Error | undefined;
    try {
      await client.query('BEGIN');
      await work(client);
      await client.query('COMMIT');
    } catch (error) {
      failure = error as Error;
      throw error;
    } finally {
      // A connection that failed is closed, which rolls back what it began.
      client.release(failure);
    }
  }

  function createTables(): Promise<void> {
    ready ??= inTransaction(async (client) => {
      await client.query(`SELECT pg_advisory_xact_lock(${SCHEMA_LOCK})`);
      await client.query(SCHEMA);
    }).catch((error) => {
      ready = null;
      throw error;
    });
    return ready;
  }

  return {
    async write(statements) {
      await createTables();
      await inTransaction(async (client) => {
        for (const { sql, values } of statements) await client.query(sql, [...values]);
      });
    },
    async read({ sql, values }) {
      await createTables();
      return (await pool.query(sql, [...values])).rows;
    },
    close: () => pool.end(),
  };
}
