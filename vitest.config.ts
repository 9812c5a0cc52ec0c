import { configDefaults, defineConfig } from 'vitest/config';

/** What the fast run (`--mode unit`) leaves out, each for a reason. Any other test file is part of it. */
const NOT_UNIT = [
  // It tries hundreds of changed inputs on everything that reads one.
  'test/fuzz/fuzz.test.ts',
  // They start processes, services or other versions of Node.
  'test/{capture,docs,e2e,samples,twins,public-issues}/**',
  'test/cli/{golden,main,startup}.test.ts',
  'test/code/forms/forms-run.test.ts',
  // They load memlab, which listens to signals and writes into temporary folders.
  'test/memlab/**',
  // They are about the tools around the code, or read all of it.
  'test/{bench,scripts,architecture}/**',
  // They take and read snapshots of this very process, of tens of megabytes each.
  'test/sources/tracked-heap.test.ts',
  'test/analyzers/labels/path-expression.test.ts',
  'test/snapshot/{row-parser,memlab-engine,string-blocks}.test.ts',
  // They try hundreds of drawn or spoiled files.
  'test/snapshot/{property,malformed,decompression}.test.ts',
];

export default defineConfig(({ mode }) => ({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: mode === 'unit' ? [...configDefaults.exclude, ...NOT_UNIT] : configDefaults.exclude,
    // Snapshots are large: forks keep one file's heap out of the next, and a low count leaves memory for it.
    pool: 'forks',
    maxWorkers: 2,
    // Unit tests keep little, and to load the code again for each file takes longer than to run most of them.
    isolate: mode !== 'unit',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // The totals at the end of the CI run are read from the JSON.
    reporters: ['default', 'json'],
    outputFile: { json: 'build/test-results.json' },
    // Answers must not depend on where and when they are computed.
    env: { TZ: 'UTC', LC_ALL: 'C.UTF-8' },
  },
}));
