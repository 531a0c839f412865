import type pg from 'pg';
import { filesOf, hashOf, type IndexContent, manifestOf } from './content.ts';
import type { Manifest } from './manifest.ts';
import { toText } from './pgvector-search.ts';
import { BUILD_CANDIDATES, LINKS, type Matrix, rowCount, rowOf } from './vectors.ts';

/** Two runs must not write at the same time: any number, the same for all. */
const WRITE_LOCK = 7_201_535;
/** Rows sent at once. */
const ROWS_WRITTEN = 500;
/** The index in use, and the one before it, from which replicas may still answer. */
const KEPT = 2;

const TABLES = `
CREATE EXTENSION IF NOT EXISTS vector;
CREATE TABLE IF NOT EXISTS search_generations (
  generation TEXT PRIMARY KEY,
  number BIGSERIAL NOT NULL,
  manifest TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS search_files (
  generation TEXT NOT NULL REFERENCES search_generations ON DELETE CASCADE,
  name TEXT NOT NULL,
  part INTEGER NOT NULL,
  bytes BYTEA NOT NULL,
  PRIMARY KEY (generation, name, part)
)`;

export function createTables(client: pg.Client): Promise<void> {
  return inTransaction(client, async () => {
    await client.query(TABLES);
  });
}

/** The table of a generation's vectors; row i belongs to unit i. */
export function tableOf(generation: string): string {
  return `search_vectors_${generation}`;
}

export interface WriteOptions {
  readonly onNotice?: ((remark: string) => void) | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Writes all of an index in one transaction, which nobody sees before its end. */
export async function writeGeneration(
  client: pg.Client,
  content: IndexContent,
  { onNotice, signal }: WriteOptions,
): Promise<Manifest> {
  const hashes = [...filesOf(content)].map(([name, chunks]) => [name, hashOf(chunks)] as const);
  const manifest = manifestOf(content, Object.fromEntries(hashes.sort()));
  const { generation } = manifest;
  // Ends the work of a run that was killed; not every platform can.
  await client.query("SET client_connection_check_interval = '10s'").catch(() => {});
  await inTransaction(client, async () => {
    const isThere = await client.query(
      "UPDATE search_generations SET number = nextval('search_generations_number_seq') WHERE generation = $1",
      [generation],
    );
    if (isThere.rowCount) return;
    await client.query('INSERT INTO search_generations (generation, manifest) VALUES ($1, $2)', [
      generation,
      JSON.stringify(manifest),
    ]);
    for (const [name, chunks] of filesOf(content)) {
      // These are the rows of a table.
      if (name === 'vectors.f32') continue;
      let part = 0;
      for (const bytes of chunks) {
        signal?.throwIfAborted();
        const values = [generation, name, part, bytes];
        await client.query('INSERT INTO search_files VALUES ($1, $2, $3, $4)', values);
        part += 1;
      }
    }
    if (!content.vectors) return;
    if (onNotice) client.on('notice', ({ message }) => onNotice(String(message)));
    await writeVectors(client, tableOf(generation), content.vectors.matrix, signal);
  });
  return manifest;
}

async function writeVectors(
  client: pg.Client,
  table: string,
  matrix: Matrix,
  signal: AbortSignal | undefined,
): Promise<void> {
  await client.query(
    `CREATE TABLE ${table} (row INTEGER PRIMARY KEY, embedding vector(${matrix.dimensions}) NOT NULL)`,
  );
  const count = rowCount(matrix);
  for (let first = 0; first < count; first += ROWS_WRITTEN) {
    signal?.throwIfAborted();
    const rows = Array.from({ length: Math.min(ROWS_WRITTEN, count - first) }, (_, i) => first + i);
    const vectors = rows.map((row) => `"${toText(rowOf(matrix, row))}"`);
    await client.query(`INSERT INTO ${table} SELECT * FROM unnest($1::integer[], $2::vector[])`, [
      rows,
      `{${vectors.join(',')}}`,
    ]);
  }
  await client.query(
    `CREATE INDEX ON ${table} USING hnsw (embedding vector_ip_ops) WITH (m = ${LINKS}, ef_construction = ${BUILD_CANDIDATES})`,
  );
  await client.query(`ANALYZE ${table}`);
}

/** Removes the generations that are no longer kept. */
export async function removeOld(client: pg.Client): Promise<void> {
  await inTransaction(client, async () => {
    const { rows } = await client.query(
      `SELECT generation FROM search_generations ORDER BY number DESC OFFSET ${KEPT}`,
    );
    for (const { generation } of rows) {
      await client.query(`DROP TABLE IF EXISTS ${tableOf(generation)}`);
      await client.query('DELETE FROM search_generations WHERE generation = $1', [generation]);
    }
  });
}

/** Alone: another run waits until this one has ended. */
async function inTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  await client.query(`SELECT pg_advisory_xact_lock(${WRITE_LOCK})`);
  await work();
  await client.query('COMMIT');
}
