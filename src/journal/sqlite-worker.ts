import { chmodSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type BetterSqlite3 from 'better-sqlite3';
import type { Statement } from './database.ts';
import { loadSqlite } from './library.ts';
import { SCHEMA } from './schema.ts';

/** What the thread is asked: to write all statements in one transaction, or to read one. */
export interface Task {
  readonly id: number;
  readonly statements: readonly Statement[];
  readonly isRead: boolean;
}

export type Reply =
  | { readonly id: number; readonly rows: readonly unknown[] }
  | { readonly id: number; readonly error: string };

/** How long another process may keep the file locked. */
const BUSY_MS = 5_000;

const file = path.resolve(String(workerData));
let database: BetterSqlite3.Database | null = null;
let openedInode: bigint | undefined;
const prepared = new Map<string, BetterSqlite3.Statement>();

/** Null ends the thread. */
parentPort?.on('message', (task: Task | null) => {
  if (task === null) {
    close();
    parentPort?.close();
    return;
  }
  const { id, statements, isRead } = task;
  try {
    // Deleted or replaced while it is open, it would take what is written with it.
    if (inode() !== openedInode) close();
    database ??= open();
    const rows = isRead ? read(database, statements) : write(database, statements);
    parentPort?.postMessage({ id, rows } satisfies Reply);
  } catch (error) {
    close();
    parentPort?.postMessage({ id, error: (error as Error).message } satisfies Reply);
  }
});

function open(): BetterSqlite3.Database {
  const Database = loadSqlite();
  // Only the owner may read what visitors ask.
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const opened = new Database(file, { timeout: BUSY_MS });
  try {
    chmodSync(file, 0o600);
    opened.pragma('journal_mode = WAL');
    opened.pragma('synchronous = FULL');
    // What is too old to keep is overwritten, too.
    opened.pragma('secure_delete = ON');
    opened.exec(SCHEMA);
    openedInode = inode();
    return opened;
  } catch (error) {
    opened.close();
    throw error;
  }
}

function inode(): bigint | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino;
}

function close(): void {
  prepared.clear();
  database?.close();
  database = null;
}

function write(opened: BetterSqlite3.Database, statements: readonly Statement[]): [] {
  opened.transaction(() => {
    for (const { sql, values } of statements) prepare(opened, sql).run(named(values));
  })();
  return [];
}

function read(
  opened: BetterSqlite3.Database,
  [statement]: readonly Statement[],
): readonly unknown[] {
  return statement ? prepare(opened, statement.sql).all(named(statement.values)) : [];
}

function prepare(opened: BetterSqlite3.Database, sql: string): BetterSqlite3.Statement {
  const known = prepared.get(sql) ?? opened.prepare(sql);
  prepared.set(sql, known);
  return known;
}

/** By the names that the statement has, without "$": { 1: "a", 2: "b" } */
function named(values: Statement['values']): object {
  return Object.fromEntries(values.map((value, i) => [i + 1, value]));
}
