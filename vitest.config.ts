import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/certain.ts'],
    testTimeout: 30_000,
    hookTimeout: 180_000,
  },
});
