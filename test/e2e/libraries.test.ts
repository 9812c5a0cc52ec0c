import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

import { readLibraries } from '../profiles/library.js';
import { nameOfPackages } from '../profiles/packages.js';
import { LIBRARY_CACHE, reasonToSkip } from '../profiles/prerequisites.js';
import { differences, verifyLibrary } from '../profiles/verify-library.js';

const ROOT = resolve(import.meta.dirname, '../..');
const CACHE = join(ROOT, LIBRARY_CACHE);

// The newest versions; `npm run profiles:verify` runs the oldest ones too.
const RUNS = await Promise.all(
  (await readLibraries(ROOT)).map(async (named) => {
    const packages = named.library.versions.at(-1) ?? {};
    const reason = await reasonToSkip(ROOT, packages, named.library.service);
    const title = `${nameOfPackages(packages)}${reason === null ? '' : ` (skipped: ${reason})`}`;
    return { named, packages, isSkipped: reason !== null, title };
  }),
);

// The first run of a machine installs them.
describe('books read from the heap are what the library says', { timeout: 240_000 }, () => {
  for (const { named, packages, isSkipped, title } of RUNS)
    test.skipIf(isSkipped)(title, async () => {
      const verification = await verifyLibrary(ROOT, named, packages, { cache: CACHE });
      expect(verification).toMatchObject({ skipped: null, alarms: [] });
      expect(differences(verification)).toEqual([]);
      expect(verification.comparisons.length).toBeGreaterThan(0);
    });
});
