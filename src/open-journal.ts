import type { Config } from './config.ts';
import { createJournal, type Journal } from './journal/journal.ts';
import { hasSqlite } from './journal/library.ts';
import { openSqlite } from './journal/sqlite.ts';
import { JOURNAL } from './language/en/templates/owner-journal.ts';

/** Why no journal is kept, with the remedy; null where one is. */
export function whyNoJournal({ JOURNAL: setting, DATABASE_URL: address }: Config): string | null {
  if (setting === 'off') return JOURNAL.off;
  return address || hasSqlite() ? null : JOURNAL.notKept;
}

/** The journal that the settings describe, or null where none is kept. It opens when first used. */
export async function openJournal(
  config: Config,
  { log, warn }: Record<'log' | 'warn', (line: string) => void>,
): Promise<Journal | null> {
  if (whyNoJournal(config) !== null) return null;
  const { JOURNAL_FILE: file, JOURNAL_DAYS: keepDays, DATABASE_URL: address } = config;
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
