import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { AnalyzeOptions, SnapshotInput } from '../../../src/analyze.js';
import { run } from '../../../src/cli/run.js';
import { comparisonSchema } from '../../../src/findings/comparison-schema.js';
import type { Report } from '../../../src/findings/report-schema.js';
import { createFakeIo } from '../../support/fake-io.js';
import { cleanReportFixture, findingFixture, reportFixture } from '../../support/report-fixtures.js';

let folder = '';
let leaking = '';
let clean = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'poolscope-compare-'));
  leaking = write('leaking.json', JSON.stringify(reportFixture()));
  clean = write('clean.json', JSON.stringify(cleanReportFixture()));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Runs the command line over an analysis that answers with `report` for every series. */
async function start(argv: readonly string[], report: Report = reportFixture()) {
  const io = createFakeIo({ argv });
  const analyzed: (readonly SnapshotInput[])[] = [];
  const options: AnalyzeOptions[] = [];
  const code = await run(io, {
    analyze: (inputs, asked = {}) => {
      analyzed.push(inputs);
      options.push(asked);
      return Promise.resolve(report);
    },
    version: '1.2.3',
  });
  return { code, analyzed, options, ...io.written };
}

describe('compare', () => {
  it('exits 0 when what was found is fixed, and says so', async () => {
    const { code, stdout, stderr } = await start(['compare', leaking, clean]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Fixed: the finding is gone/);
    expect(stdout).toMatch(/\nFIXED leak {2}Clear `Pooled.next`/);
  });

  it('exits 0 when what was found remains', async () => {
    expect(await start(['compare', leaking, leaking, '-q'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^REMAINING leak Clear `Pooled.next`.*\n$/),
    });
  });

  it.each([
    ['leak', 'leak', 1],
    ['suspect', 'leak', 0],
    ['suspect', 'suspect', 1],
    ['leak', 'never', 0],
  ] as const)('with a new %s under --fail-on %s exits %d', async (verdict, policy, expected) => {
    const after = write('after.json', JSON.stringify(reportFixture({ findings: [findingFixture({ verdict })] })));
    expect(await start(['compare', clean, after, '--fail-on', policy])).toMatchObject({ code: expected });
  });

  it('writes JSON that follows its schema, with costs per operation, to a file', async () => {
    const output = join(folder, 'comparison.json');
    const { code, stdout } = await start([
      'compare',
      leaking,
      clean,
      '--format',
      'json',
      '-o',
      output,
      '--operations',
      '105',
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    const comparison = comparisonSchema.parse(JSON.parse(await readFile(output, 'utf8')));
    expect(comparison).toMatchObject({ outcome: 'fixed', operationsPerRound: 105 });
    expect(comparison.bytesPerOperation?.before?.mean).toBe(5000);
  });

  it('spells out what could fool a terminal', async () => {
    const evil = write(
      'evil.json',
      JSON.stringify(reportFixture({ findings: [findingFixture({ headline: 'Clear \u001b[2Jall' })] })),
    );
    for (const argv of [[], ['-q'], ['--format', 'json']]) {
      expect((await start(['compare', clean, evil, ...argv])).stdout).not.toContain('\u001b');
    }
  });

  it('analyses folders, single snapshots and lists with commas', async () => {
    const series = join(folder, 'series');
    mkdirSync(series);
    const files = ['0', '1'].map((name) => write(`series/${name}.heapsnapshot`, '{"snapshot":{}}'));
    const named = write('snapshot-without-name', '{"snapshot":{}}');
    const { analyzed } = await start(['compare', series, files.join(',')]);
    expect(analyzed.map((inputs) => inputs.map(({ path }) => path))).toEqual([files, files]);
    expect((await start(['compare', leaking, named])).analyzed).toHaveLength(1);
  });

  it.each([
    ['a missing side', ['nowhere.json'], /no such file/],
    ['a report that is no JSON', ['broken.json'], /expected a report as JSON/],
    ['a report that is none', ['other.json'], /expected a report of poolscope, schemaVersion 2; schemaVersion/],
    ['a report of a later schema', ['later.json'], /found one of schemaVersion 7/],
    ['operations that are no number', ['clean.json', '--operations', 'many'], /--operations: expected a number/],
    ['no operations', ['clean.json', '--operations', '0'], /--operations: expected a number/],
  ])('refuses %s with exit code 2', async (_, [name = '', ...rest], message) => {
    write('broken.json', '{ not json');
    write('other.json', '{"name":"package"}');
    write('later.json', '{"schemaVersion":7}');
    const { code, stdout, stderr } = await start(['compare', leaking, join(folder, name), ...rest]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('reads standard input once only', async () => {
    expect(await start(['compare', '-', '-'])).toMatchObject({ code: 2 });
  });

  it('has a JSON Schema', async () => {
    const { stdout } = await start(['schema', '--comparison']);
    expect(JSON.parse(stdout)).toMatchObject({ title: expect.stringContaining('comparison'), type: 'object' });
  });
});

describe('times of capture', () => {
  const TEXT = '{"snapshot":{}}';
  const at = (path: string, seconds: number) => utimesSync(path, seconds, seconds);
  const timesOf = async (...paths: string[]) =>
    (await start(['analyze', ...paths])).analyzed[0]?.map(({ capturedAt }) => capturedAt?.toISOString() ?? null);

  it('come from a file beside the snapshot, with the heap limit', async () => {
    const file = write('a.heapsnapshot', TEXT);
    write('a.heapsnapshot.json', '{"capturedAt":"2026-01-02T03:04:05.000Z","heapLimitBytes":4000}');
    const { analyzed } = await start(['analyze', file]);
    expect(analyzed[0]?.[0]).toMatchObject({
      capturedAt: new Date('2026-01-02T03:04:05.000Z'),
      heapLimitBytes: 4000,
    });
  });

  it('come from names that Node.js and DevTools give', async () => {
    const node = write('Heap.20260102.030405.4711.0.001.heapsnapshot', TEXT);
    const devtools = write('Heap-20260102T030506.heapsnapshot', TEXT);
    expect(await timesOf(node, devtools)).toEqual(['2026-01-02T03:04:05.000Z', '2026-01-02T03:05:06.000Z']);
  });

  it('are of an unknown time zone where a name tells them', async () => {
    const node = write('Heap.20260102.030405.4711.0.001.heapsnapshot', TEXT);
    expect((await start(['analyze', node])).analyzed[0]?.[0]).toMatchObject({ isLocalTime: true });
    write('Heap.20260102.030405.4711.0.001.heapsnapshot.json', '{"capturedAt":"2026-01-02T08:04:05.000Z"}');
    expect((await start(['analyze', node])).analyzed[0]?.[0]?.isLocalTime).toBeUndefined();
  });

  it('never come from the times of the files, which a copy changes', async () => {
    const files = ['a', 'b'].map((name, index) => {
      const file = write(`${name}.heapsnapshot`, TEXT);
      at(file, 1_000_000 + index * 60);
      return file;
    });
    expect(await timesOf(...files)).toEqual([null, null]);
  });

  it('are unknown for files written in one go, and for a broken file beside them', async () => {
    const files = ['a', 'b'].map((name) => {
      const file = write(`${name}.heapsnapshot`, TEXT);
      write(`${name}.heapsnapshot.json`, name === 'a' ? 'not json' : '{"capturedAt":"soon","heapLimitBytes":"much"}');
      at(file, 1_000_000);
      return file;
    });
    expect(await timesOf(...files)).toEqual([null, null]);
  });
});

describe('--heap-limit', () => {
  it.each([
    ['4GB', 4e9],
    ['4 GiB', 4 * 2 ** 30],
    ['512M', 512e6],
    ['1500.5k', 1_500_500],
    ['4000000', 4_000_000],
  ])('takes %s', async (text, bytes) => {
    const file = write('a.heapsnapshot', '{}');
    const { options } = await start(['analyze', file, '--heap-limit', text]);
    expect(options[0]?.heapLimitBytes).toBe(bytes);
  });

  it.each(['much', '0', '-1', '4XB', '4iB'])('refuses %s', async (text) => {
    const file = write('a.heapsnapshot', '{}');
    expect(await start(['analyze', file, `--heap-limit=${text}`])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('expected bytes such as 4GB'),
    });
  });

  it.each([
    ['--heap-limit', '4', '4 is 4 bytes', '4GB or 4MB?'],
    ['--max-memory', '2.5k', '2.5k is 2500 bytes', '2.5GB or 2.5MB?'],
  ])('asks what %s %s means, which no process could have', async (option, text, found, meant) => {
    const file = write('a.heapsnapshot', '{}');
    const { code, stderr } = await start(['analyze', file, option, text]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      `poolscope: ${option}: ${found}, less than any process of Node.js has; did you mean ${meant}\n`,
    );
  });
});
