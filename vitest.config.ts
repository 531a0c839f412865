import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/no-journal.ts'],
    setupFiles: ['test/support/certain.ts'],
    // Only to notice what hangs: on a machine that is busy with other things, all takes longer.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
