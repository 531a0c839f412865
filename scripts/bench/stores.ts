import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { Figure } from './bound.ts';
import type { StoreTask } from './store-task.ts';

/** Passages that both stores are filled with, each with one vector. */
const COUNTS = [10_000, 100_000];
/** A million passages take more than the heap that Node gives itself. */
const HEAP_MB = 14_000;

export interface StoresOptions {
  /** Folder of an index whose vectors the passages lie around. */
  readonly given: string;
  /** PostgreSQL with pgvector, where a database is made for each count; without it, the folder alone. */
  readonly server: string | undefined;
  readonly counts: readonly number[] | undefined;
}

/** What filling and searching takes in a folder and in PostgreSQL, each step in a process of its own. */
export async function benchStores(
  folder: string,
  { given, server, counts = COUNTS }: StoresOptions,
  signal: AbortSignal,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const count of counts) {
    const home = path.join(folder, `stores-${count}`);
    await mkdir(home, { recursive: true });
    const database = `bench_${process.pid}_${count}`;
    const address = server && addressOf(server, database);
    if (server) await run(server, `CREATE DATABASE ${database}`);
    try {
      for (const place of [path.join(home, 'index'), ...(address ? [address] : [])]) {
        const task = { count, place, given, home };
        figures.push(...(await inProcess({ ...task, step: 'fill' }, signal)));
        figures.push(...(await inProcess({ ...task, step: 'search' }, signal)));
      }
    } finally {
      if (server) await run(server, `DROP DATABASE ${database} WITH (FORCE)`);
    }
  }
  return figures;
}

function addressOf(server: string, database: string): string {
  const address = new URL(server);
  address.pathname = `/${database}`;
  return address.href;
}

async function run(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

async function inProcess(task: StoreTask, signal: AbortSignal): Promise<Figure[]> {
  const child = fork(fileURLToPath(new URL('store-task.ts', import.meta.url)), {
    signal,
    execArgv: ['--import', 'tsx', '--expose-gc', `--max-old-space-size=${HEAP_MB}`],
  });
  let figures: Figure[] | undefined;
  child.on('message', (message) => {
    figures = message as Figure[];
    for (const { name, value, unit } of figures) console.error(`  ${name}: ${value} ${unit}`);
  });
  child.send(task);
  await once(child, 'close');
  if (!figures) throw new Error(`Nothing was measured for ${task.count} passages.`);
  return figures;
}
