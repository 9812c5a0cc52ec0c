import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, it } from 'vitest';

import { DEFAULT_CACHE, NODE_MAJORS, NODE_VERSIONS, provideNodeBinaries } from '../../scripts/node-versions.mjs';
import { type AttachedRun, expectAnswerOfAttached } from './support/attached-sample.js';
import { compileSample, type Sample } from './support/sample.js';

/** All runs by all ways, 24 on each version: half an hour. Without it each run once, and some of them on each version. */
const isFull = process.env['POOLSCOPE_ATTACH_MATRIX'] === '1';
const isWanted = isFull || process.env['CI'] === 'true' || process.env['POOLSCOPE_NODE_MATRIX'] === '1';

const FAULTS = ['stale-link', 'refcount', 'cycle', 'accumulate'];
const WAYS = ['pid', 'url', 'spawn'] as const;
const ALL: readonly AttachedRun[] = FAULTS.flatMap((scenario) =>
  [[], ['--fixed']].flatMap((flags) => WAYS.map((way) => ({ scenario, flags, way }))),
);
/** Each fault and each twin, the ways in turn. */
const EACH_ONCE: readonly AttachedRun[] = FAULTS.flatMap((scenario, index) => [
  { scenario, flags: [], way: WAYS[index % 3] ?? 'pid' },
  { scenario, flags: ['--fixed'], way: WAYS[(index + 1) % 3] ?? 'pid' },
]);
/** What differs between versions is how a target is opened, and left. */
const ON_EACH_VERSION: readonly AttachedRun[] = [
  { scenario: 'stale-link', flags: [], way: 'pid' },
  { scenario: 'stale-link', flags: ['--fixed'], way: 'endpoint' },
];

let sample: Sample;

beforeAll(async () => {
  sample = await compileSample('attach');
});

const titled = (runs: readonly AttachedRun[]) =>
  runs.map((run) => ({ ...run, name: [run.scenario, ...run.flags, 'by', run.way].join(' ') }));

describe('the sample, attached to while it serves', { timeout: 120_000 }, () => {
  it.each(titled(isFull ? ALL : EACH_ONCE))('is diagnosed: $name', async (run) => {
    await expectAnswerOfAttached(sample, process.execPath, run);
  });
});

for (const major of NODE_MAJORS.filter((each) => `v${NODE_VERSIONS[each]}` !== process.version)) {
  const isSkipped = !isWanted && !existsSync(join(DEFAULT_CACHE, String(NODE_VERSIONS[major]), 'bin', 'node'));
  const reason = isSkipped ? ' (skipped: no binary in .cache/node; POOLSCOPE_NODE_MATRIX=1 fetches it)' : '';
  describe.skipIf(isSkipped)(`a target on Node.js ${NODE_VERSIONS[major]}${reason}`, { timeout: 120_000 }, () => {
    let node = '';
    beforeAll(async () => {
      const { binaries, skipped } = await provideNodeBinaries({ majors: [major] });
      if (binaries[0] === undefined) throw new Error(`no Node.js ${major}: ${skipped[0]?.reason}`);
      node = binaries[0].path;
    }, 200_000);

    it.each(titled(isFull ? ALL : ON_EACH_VERSION))('is attached to: $name', async (run) => {
      await expectAnswerOfAttached(sample, node, run);
    });
  });
}
