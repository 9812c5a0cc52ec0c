import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Report } from '../../src/findings/report-schema.js';
import { analyzeToJson, poolscope } from './support/command-line.js';
import { compileSample } from './support/sample.js';

let scratch = '';
let files: string[] = [];
let whole: { readonly code: number; readonly report: Report };

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'poolscope-inputs-'));
  const sample = await compileSample('inputs');
  const series = await sample.capture(process.execPath, 'stale-link', [], join(scratch, 'series'));
  files = ['0', '1', '2', '3'].map((name) => join(series, `${name}.heapsnapshot`));
  // Files of one time tell no times of capture, which copies of them would not have.
  for (const file of files) await utimes(file, 0, 0);
  whole = await analyzeToJson(files);
}, 120_000);
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** The report without the names of the files, by which alone it may depend on where they came from. */
function nameless({ report, code }: { readonly report: Report; readonly code: number }): unknown {
  const snapshots = report.series.snapshots.map((snapshot) => ({ ...snapshot, file: '' }));
  return { code, report: { ...report, series: { ...report.series, snapshots } } };
}

describe('a series of the sample', { timeout: 60_000 }, () => {
  it('gives the same bytes when it is analyzed again', async () => {
    const argv = ['analyze', ...files, '--format', 'json'];
    const [once, again] = [await poolscope(argv), await poolscope(argv)];
    expect(again).toEqual(once);
    expect(JSON.parse(once.stdout)).toEqual(whole.report);
  });

  it('gives the same report as a folder', async () => {
    expect(await analyzeToJson([join(scratch, 'series')])).toEqual(whole);
  });

  it('gives the same report whichever engine reads it', async () => {
    expect(await analyzeToJson([...files, '--engine', 'memlab'])).toEqual(whole);
  });

  it('gives the same report when its files are compressed', async () => {
    const packed = await Promise.all(
      files.map(async (file) => {
        const path = `${file}.gz`;
        await writeFile(path, gzipSync(await readFile(file), { level: 1 }));
        return path;
      }),
    );
    const outcome = await analyzeToJson(packed);
    expect(nameless(outcome)).toEqual(nameless(whole));
    expect(outcome.report.series.snapshots.map(({ file }) => file)).toEqual(packed);
    await Promise.all(packed.map((path) => rm(path)));
  });

  it('may end with a snapshot on standard input', async () => {
    const stdin = await readFile(String(files[3]), 'utf8');
    const outcome = await analyzeToJson([...files.slice(0, 3), '-'], { stdin });
    expect(nameless(outcome)).toEqual(nameless(whole));
  });

  it('is found out by its last snapshot alone, from what that one can prove', async () => {
    const { code, report } = await analyzeToJson([String(files[3])]);
    expect(code).toBe(1);
    expect(report.findings[0]).toMatchObject({
      verdict: 'leak',
      kind: 'stale-link',
      dead: 360,
      countPerSnapshot: [360],
      brokenEdge: { label: 'Pooled(leased).next', frees: 360, of: 360, livingLost: 0 },
      reservation: { tracesBack: true },
    });
  });

  it('has findings that keep their fingerprints when it starts a snapshot later', async () => {
    const later = await analyzeToJson(files.slice(1));
    expect(later.report.findings[0]?.fingerprint).toBe(whole.report.findings[0]?.fingerprint);
  });
});
