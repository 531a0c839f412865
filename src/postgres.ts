import pg from 'pg';

export type { Pool, PoolClient } from 'pg';

const MAX_CONNECTIONS = 4;

/** Connections that open when they are first used, and again after a failure. */
export function openPool(
  address: string,
  connectMs: number,
  queryMs: number,
  options: pg.PoolConfig = {},
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: address,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: connectMs,
    query_timeout: queryMs,
    application_name: 'ask-the-researcher',
    // Idle connections keep no process alive.
    allowExitOnIdle: true,
    ...options,
  });
  // A connection that breaks is replaced, and its query fails; unheard, its own error would end the
  // process besides. The pool hears those of idle connections alone.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
