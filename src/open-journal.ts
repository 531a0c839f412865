import type { Config } from './config.ts';
import { createJournal, type Journal } from './journal/journal.ts';
import { hasSqlite } from './journal/library.ts';
import { openSqlite } from './journal/sqlite.ts';
import { JOURNAL } from './language/en/templates/owner-journal.ts';

/** The journal that the settings describe, or null where none is kept. It opens when first used. */
export async function openJournal(
  { JOURNAL: setting, JOURNAL_FILE: file, JOURNAL_DAYS: keepDays, DATABASE_URL: address }: Config,
  { log, warn }: Record<'log' | 'warn', (line: string) => void>,
): Promise<Journal | null> {
  if (setting === 'off') return null;
  if (!address && !hasSqlite()) {
    warn(JOURNAL.notKept);
    return null;
  }
  // Loaded only when used.
  const database = address
    ? (await import('./journal/postgres.ts')).openPostgres(address)
    : openSqlite(file);
  return createJournal({
    database,
    keepDays,
    onFailure: (error) => {
      const reason = error instanceof Error ? error.message : String(error);
      warn(address ? JOURNAL.databaseFails(reason) : JOURNAL.fileFails(file, reason));
    },
    onRecovery: (lost) => log(JOURNAL.recovered(lost)),
  });
}
