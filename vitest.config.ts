import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Snapshots are large: forks keep one file's heap out of the next, and a low count leaves memory for it.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // The totals at the end of the CI run are read from the JSON.
    reporters: ['default', 'json'],
    outputFile: { json: 'build/test-results.json' },
    // Answers must not depend on where and when they are computed.
    env: { TZ: 'UTC', LC_ALL: 'C.UTF-8' },
  },
});
