import { configDefaults, defineConfig } from 'vitest/config';
import { hasSqlite } from './src/journal/library.ts';

/** They need the journal's file. */
const WITH_SQLITE = [
  ...['test/journal/{faults,sqlite,journal}.test.ts', 'test/scripts/gaps.test.ts'],
  ...['test/http/admin/admin.test.ts', 'test/browser/admin.test.ts'],
  'test/scripts/torture.test.ts',
];

if (!hasSqlite()) {
  console.warn(`better-sqlite3 is not built, so these are skipped: ${WITH_SQLITE.join(', ')}`);
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(hasSqlite() ? [] : WITH_SQLITE)],
    globalSetup: ['test/support/no-journal.ts'],
    setupFiles: ['test/support/certain.ts'],
    // Only to notice what hangs: on a machine that is busy with other things, all takes longer.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
