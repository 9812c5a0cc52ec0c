import { EventEmitter } from 'node:events';

import { describe, expect, it } from 'vitest';

import { RELEASE_CASES, type ReleaseCase } from './answers.js';
import { countLost, loadProgram } from './run-program.js';

const ignore = (): void => undefined;
const stream = () => Object.assign(new EventEmitter(), { pipe: ignore, destroy: ignore });
const MOST_OPERATIONS = 6;

/** What each program is called with; the ways that differ by an argument are all there. */
const ARGUMENTS: Readonly<Record<string, () => readonly (readonly unknown[])[]>> = {
  'stock-level.mjs': () => [[undefined], ['a']],
  'report-rows.cjs': () => [['a', ignore]],
  'report-totals.cjs': () => [['a', ignore]],
  'migrate-table.cjs': () => [
    ['a', 'add'],
    ['a', 'drop'],
    ['a', 'other'],
  ],
  'copy-table.cjs': () => [
    ['a', 'view'],
    ['a', 'large'],
    ['a', 'other'],
  ],
  'import-batch.mjs': () => [[['a']]],
  'page-rows.mjs': () => [
    [2, undefined, 1],
    [2, undefined, 0],
  ],
  'scan-keys.cjs': () => [
    ['a', undefined, 1],
    ['a', undefined, 0],
  ],
  'csv-download.cjs': () => [[stream()]],
  'csv-upload.cjs': () => [[stream(), ignore]],
  'run-sql.mjs': () => [[''], ['a']],
  'run-many.mjs': () => [['a', ['b', 'c']]],
  'fan-in.mjs': () => [[['a', 'b']]],
  'drain-queue.cjs': () => [[['a', 'b']]],
  'drain-retry.cjs': () => [[['a', 'b']]],
  'save-event.cjs': () => [['a', ignore]],
  'try-read.cjs': () => [['a', ['b', 'c']]],
  'work-unit.mjs': () => [['commit'], ['abort']],
  'lookup-cache.cjs': () => [['a', ignore]],
};

/** The most connections that any run of the program takes, and the most that any loses. */
async function mostOf(release: ReleaseCase): Promise<{ taken: number; lost: number }> {
  const code = await loadProgram(release);
  const runs: { taken: number; lost: number }[] = [];
  const callsOf = ARGUMENTS[release.file] ?? (() => [['a', 2, 3]]);
  for (let call = 0; call < callsOf().length; call += 1)
    for (let failing = 0; failing <= MOST_OPERATIONS; failing += 1)
      for (const isEmpty of [false, true])
        for (const isSlow of [false, true])
          runs.push(await countLost(code, release, { args: callsOf()[call] ?? [], failing, isEmpty, isSlow }));
  return { taken: Math.max(...runs.map(({ taken }) => taken)), lost: Math.max(...runs.map(({ lost }) => lost)) };
}

describe('the functions that take a connection, run with each operation failing in turn', () => {
  it.each(RELEASE_CASES)('$file loses one only if its answer says so', async (release) => {
    const { taken, lost } = await mostOf(release);
    expect(taken > 0).toBe(release.checkout !== null);
    if (release.leaks.length === 0) expect(lost).toBe(0);
    else expect(lost).toBeGreaterThan(0);
  });
});
