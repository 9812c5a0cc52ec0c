import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

import { readLibraries } from '../profiles/library.js';
import { nameOfPackages } from '../profiles/packages.js';
import { findService } from '../profiles/services.js';
import { LIBRARY_CACHE } from '../profiles/verifications.js';
import { differences, verifyLibrary } from '../profiles/verify-library.js';

const ROOT = resolve(import.meta.dirname, '../..');
const CACHE = join(ROOT, LIBRARY_CACHE);
const isWanted = process.env['CI'] === 'true' || process.env['POOLSCOPE_LIBRARIES'] === '1';

// The newest versions; `npm run profiles:verify` runs the oldest ones too.
const RUNS = await Promise.all(
  (await readLibraries(ROOT)).map(async (named) => {
    const packages = named.library.versions.at(-1) ?? {};
    const reasons = [
      ...(existsSync(join(CACHE, nameOfPackages(packages))) ? [] : ['not installed; POOLSCOPE_LIBRARIES=1 does it']),
      ...(named.library.service === null || (await findService(named.library.service)) !== null
        ? []
        : [`no ${named.library.service} listens here`]),
    ];
    const isSkipped = !isWanted && reasons.length > 0;
    const title = `${nameOfPackages(packages)}${isSkipped ? ` (skipped: ${reasons.join(', ')})` : ''}`;
    return { named, packages, isSkipped, title };
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
