import type pg from 'pg';
import type { Vector } from '../domain.ts';
import type { PassageVectors } from './index-store.ts';
import type { VectorMatch } from './vectors.ts';

/** After a failure, questions are answered without the database for so long. */
const RETRY_MS = 2_000;
/** Rows of vectors read at once. */
const ROWS_READ = 1_000;

export interface SearchReporter {
  /** Told once when searching begins to fail, … */
  readonly onFailure?: ((error: unknown) => void) | undefined;
  /** … and once when it works again. */
  readonly onRecovery?: (() => void) | undefined;
}

type Rows = readonly (readonly unknown[])[];
type Read = (sql: string, values?: readonly unknown[]) => Promise<Rows>;
type Search = (
  sql: string,
  values: readonly unknown[],
  signal: AbortSignal | undefined,
) => Promise<Rows | null>;

/** Runs queries that an answer can do without: what fails gives null, and is left alone for a while. */
export function createSearch(pool: pg.Pool, { onFailure, onRecovery }: SearchReporter): Search {
  let isFailing = false;
  let retryAt = 0;

  async function run(sql: string, values: readonly unknown[], signal?: AbortSignal): Promise<Rows> {
    const client = await pool.connect();
    let failure: Error | undefined;
    try {
      // The visitor may have left while all connections were taken.
      if (signal?.aborted) return [];
      return (await client.query({ text: sql, values: [...values], rowMode: 'array' })).rows;
    } catch (error) {
      failure = error as Error;
      throw error;
    } finally {
      client.release(failure);
    }
  }

  return async (sql, values, signal) => {
    signal?.throwIfAborted();
    if (isFailing && performance.now() < retryAt) return null;
    try {
      const rows = await untilAborted(run(sql, values, signal), signal);
      if (isFailing) onRecovery?.();
      isFailing = false;
      return rows;
    } catch (error) {
      signal?.throwIfAborted();
      if (!isFailing) onFailure?.(error);
      isFailing = true;
      retryAt = performance.now() + RETRY_MS;
      return null;
    }
  };
}

export interface VectorTable {
  readonly firstRows: Uint32Array;
  readonly dimensions: number;
  readonly search: Search;
  /** @throws ServiceError */
  readonly read: Read;
}

export function vectorsInTable(
  table: string,
  { firstRows, dimensions, search, read }: VectorTable,
): PassageVectors {
  return {
    firstRows,
    isNative: true,
    async nearest(vector, limit, signal) {
      const sql = `SELECT row, embedding <#> $1 FROM ${table} ORDER BY embedding <#> $1 LIMIT $2`;
      const rows = await search(sql, [toText(vector), limit], signal);
      return rows?.map(toMatch) ?? null;
    },
    async cosines(vector, passages, signal) {
      const spans = passages.map((passage) => rowsOf(firstRows, passage));
      const sql = `SELECT row, embedding <#> $1 FROM ${table} WHERE row = ANY($2)`;
      const rows = await search(sql, [toText(vector), spans.flat()], signal);
      if (!rows) return null;
      const cosines = new Map(rows.map(toMatch).map(({ id, cosine }) => [id, cosine]));
      return spans.map((span) => span.map((row) => cosines.get(row) ?? -1));
    },
    async matrix() {
      const count = firstRows.at(-1) ?? 0;
      const values = new Float32Array(count * dimensions);
      const sql = `SELECT row, embedding FROM ${table} WHERE row >= $1 AND row < $2`;
      for (let first = 0; first < count; first += ROWS_READ) {
        for (const [row, text] of await read(sql, [first, first + ROWS_READ])) {
          values.set(JSON.parse(String(text)), Number(row) * dimensions);
        }
      }
      return { values, dimensions };
    },
  };
}

/** A vector as pgvector reads it. */
export function toText(vector: Vector): string {
  return `[${vector.join(',')}]`;
}

function toMatch([row, distance]: readonly unknown[]): VectorMatch {
  // pgvector's distance is the negative inner product.
  return { id: Number(row), cosine: -Number(distance) };
}

function rowsOf(firstRows: Uint32Array, passage: number): number[] {
  const first = firstRows[passage] ?? 0;
  const count = (firstRows[passage + 1] ?? first) - first;
  return Array.from({ length: count }, (_, i) => first + i);
}

/** Rejects at once when the signal fires; the work goes on unheard. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
