import path from 'node:path';
import { openSqlite } from '../../src/journal/sqlite.ts';
import { temporaryFolder } from '../support/corpus.ts';
import { describeJournal } from './journal-contract.ts';

describeJournal('SQLite', async () => {
  const file = path.join(await temporaryFolder(), 'new/journal.sqlite');
  return () => openSqlite(file);
});
