import { defineConfig } from 'vitest/config';

/** What has to be fast on a machine that does nothing else: `npm run bench:widget`. */
export default defineConfig({
  test: { include: ['test/**/*.perf.ts'], testTimeout: 60_000, hookTimeout: 180_000 },
});
