import { createRequire } from 'node:module';
import { configDefaults, defineConfig } from 'vitest/config';

/** They need the journal's file. */
const WITH_SQLITE = [
  ...['test/journal/{faults,sqlite,journal}.test.ts', 'test/scripts/gaps.test.ts'],
  ...['test/http/admin/admin.test.ts', 'test/browser/admin.test.ts'],
];

/** better-sqlite3 is optional: it is compiled where no binary can be fetched, which takes a compiler. */
function hasSqlite(): boolean {
  try {
    const Sqlite = createRequire(import.meta.url)('better-sqlite3');
    new Sqlite(':memory:').close();
    return true;
  } catch {
    console.warn(`better-sqlite3 is not built, so these are skipped: ${WITH_SQLITE.join(', ')}`);
    return false;
  }
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
