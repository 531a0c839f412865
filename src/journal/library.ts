import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';
import { JOURNAL } from '../language/en/templates/owner-journal.ts';

/**
 * better-sqlite3, which is optional: it is compiled where no binary can be fetched.
 * @throws Error if it is not built
 */
export function loadSqlite(): typeof BetterSqlite3 {
  try {
    const Database = createRequire(import.meta.url)('better-sqlite3');
    // Only this loads the binary.
    new Database(':memory:').close();
    return Database;
  } catch (cause) {
    throw new Error(JOURNAL.noLibrary, { cause });
  }
}

export function hasSqlite(): boolean {
  try {
    return Boolean(loadSqlite());
  } catch {
    return false;
  }
}
