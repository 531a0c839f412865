/** What the owner reads about the journal: in the log and in lists of what was asked in vain. */

import { count } from '../grammar.ts';

/** Follows each sentence on a failure. */
const ANSWERS_GO_ON = 'Questions are answered as before, and the journal is tried again.';

export const JOURNAL = {
  fileFails: (file: string, reason: string) =>
    `What visitors ask and think of the answers is not kept, because the journal ${file} fails: ${reason}. ${ANSWERS_GO_ON} Free up space, fix the permissions or move a damaged file away, choose another JOURNAL_FILE, or set JOURNAL=off.`,
  databaseFails: (reason: string) =>
    `What visitors ask and think of the answers is not kept, because the database of the journal (DATABASE_URL) fails: ${reason}. ${ANSWERS_GO_ON}`,
  noLibrary:
    'better-sqlite3 is not built (install a C++ compiler, make and Python, and run npm ci)',
  recovered: (lost: number) =>
    lost === 0
      ? 'The journal is kept again, and nothing was lost.'
      : `The journal is kept again; ${count(lost, 'answer', 'answers')} went unrecorded.`,
};
