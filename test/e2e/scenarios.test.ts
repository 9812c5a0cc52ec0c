import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { analyzeToJson, poolscope } from './support/command-line.js';
import { expectAnswer, SAMPLE_RUNS } from './support/expectations.js';
import { compileSample, type Sample } from './support/sample.js';

let sample: Sample;
let scratch = '';

beforeAll(async () => {
  sample = await compileSample('scenarios');
  scratch = await mkdtemp(join(tmpdir(), 'poolscope-scenarios-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

// A process that takes four snapshots, and their analysis: slow on a machine that has other work.
describe('the sample on this Node.js', { timeout: 90_000 }, () => {
  it.each(SAMPLE_RUNS)('is diagnosed: $name', async (each) => {
    const series = await sample.capture(process.execPath, each.scenario, each.flags, join(scratch, 'series'));
    expectAnswer(each, await analyzeToJson([series]));
  });

  it('gets the same exit code with one line per finding, and the sentence to act on comes first', async () => {
    const series = await sample.capture(process.execPath, 'stale-link', [], join(scratch, 'series'));
    const { code, stdout } = await poolscope(['analyze', series, '--quiet']);
    expect(code).toBe(1);
    expect(stdout.split('\n')[0]).toMatch(/^LEAK .*Pooled\(leased\)\.next/);
    expect((await poolscope(['analyze', series, '--quiet', '--fail-on', 'never'])).code).toBe(0);
  });

  // Each leader keeps its lock for good, and the server in the same process a row for it: with twice the work of other
  // runs that is ten plain objects a round, on a straight line.
  it('has no leak where rows of a table belong to connections that are open', async () => {
    const flags = ['--fixed', '--cycles', '10'];
    const series = await sample.capture(process.execPath, 'stale-link', flags, join(scratch, 'series'));
    const { report } = await analyzeToJson([series]);
    expect(report.findings.filter(({ verdict }) => verdict === 'leak')).toEqual([]);
    const locks = report.findings.find(({ brokenEdge }) => brokenEdge?.label === 'NamedLocks.held{}');
    expect(locks?.evidence.against.map(({ code }) => code)).toContain('keyed-by-living');
  });
});
