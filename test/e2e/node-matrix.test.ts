import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';

import { DEFAULT_CACHE, NODE_MAJORS, NODE_VERSIONS, provideNodeBinaries } from '../../scripts/node-versions.mjs';
import { analyzeToJson } from './support/command-line.js';
import { expectAnswer, SAMPLE_RUNS } from './support/expectations.js';
import { compileSample, type Sample } from './support/sample.js';

const isWanted = process.env['CI'] === 'true' || process.env['POOLSCOPE_NODE_MATRIX'] === '1';

// This Node.js has a suite of its own, scenarios.test.ts.
const OTHERS = NODE_MAJORS.filter((major) => `v${NODE_VERSIONS[major]}` !== process.version).map((major) => {
  const isCached = existsSync(join(DEFAULT_CACHE, String(NODE_VERSIONS[major]), 'bin', 'node'));
  const isSkipped = !isWanted && !isCached;
  const reason = isSkipped ? ' (skipped: no binary in .cache/node; POOLSCOPE_NODE_MATRIX=1 fetches it)' : '';
  return { major, isSkipped, title: `the sample on Node.js ${NODE_VERSIONS[major]}${reason}` };
});

let sample: Sample;
let scratch = '';

beforeAll(async () => {
  sample = await compileSample('node-matrix');
  scratch = await mkdtemp(join(tmpdir(), 'poolscope-matrix-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

for (const { major, isSkipped, title } of OTHERS) {
  describe.skipIf(isSkipped)(title, { timeout: 90_000 }, () => {
    let node = '';
    // The first run of a machine fetches 40 MB.
    beforeAll(async () => {
      const { binaries, skipped } = await provideNodeBinaries({ majors: [major] });
      if (binaries[0] === undefined) throw new Error(`no Node.js ${major}: ${skipped[0]?.reason}`);
      node = binaries[0].path;
    }, 200_000);

    it.each(SAMPLE_RUNS)('is diagnosed: $name', async (each) => {
      const series = await sample.capture(node, each.scenario, each.flags, join(scratch, `node-${major}`));
      expectAnswer(each, await analyzeToJson([series]));
    });
  });
}
