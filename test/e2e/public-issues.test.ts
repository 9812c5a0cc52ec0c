import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rebuildIssues } from '../public-issues/rebuild.js';

const ROOT = resolve(import.meta.dirname, '../..');
/** Packages are installed, and services have to listen: not in a plain `npm test`. */
const isWanted = process.env['CI'] === 'true' || process.env['POOLSCOPE_LIBRARIES'] === '1';

describe.skipIf(!isWanted)('leaks that were reported in public, rebuilt from releases', { timeout: 600_000 }, () => {
  test('are found under their names, and what is fixed raises nothing', async () => {
    const wrong: string[] = [];
    for await (const { name, variant, alarms, isAsExpected } of rebuildIssues(ROOT))
      if (!isAsExpected) wrong.push(`${name} ${variant}: ${alarms.join(', ') || 'nothing found'}`);
    expect(wrong).toEqual([]);
  });
});
