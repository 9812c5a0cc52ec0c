import { describe, expect, it } from 'vitest';
import { compareReports } from '../../../src/analyzers/comparison/compare-reports.js';
import { compareFindingLists } from '../../../src/analyzers/comparison/compared-findings.js';
import {
  differenceInterval,
  meanInterval,
  scaleInterval,
  studentT95,
} from '../../../src/analyzers/comparison/interval.js';
import { comparisonSchema } from '../../../src/findings/comparison-schema.js';
import { type Finding, type Report, SCHEMA_VERSION } from '../../../src/findings/report-schema.js';
import { cleanReportFixture, findingFixture, growthFixture, reportFixture } from '../../support/report-fixtures.js';

function compare(before: Report, after: Report, operationsPerRound?: number) {
  const options = operationsPerRound === undefined ? {} : { operationsPerRound };
  const comparison = compareReports(
    { name: 'before', report: before },
    { name: 'after', report: after },
    { toolVersion: '1.2.3', ...options },
  );
  return comparisonSchema.parse(comparison);
}

const statuses = (before: Report, after: Report) =>
  compare(before, after).findings.map(({ status, matchedBy }) => [status, matchedBy]);

const withFinding = (overrides: Parameters<typeof findingFixture>[0]) =>
  reportFixture({ findings: [findingFixture(overrides)] });

/** A report whose snapshots have these sizes. */
function sized(...sizes: number[]): Report {
  const report = cleanReportFixture();
  const [first] = report.series.snapshots;
  if (first === undefined) throw new Error('the fixture has snapshots');
  const snapshots = sizes.map((shallowBytes) => ({ ...first, shallowBytes }));
  return { ...report, series: { ...report.series, snapshots } };
}

describe('findings of two reports', () => {
  it('that are alike remain', () => {
    expect(statuses(reportFixture(), reportFixture())).toEqual([['remaining', 'fingerprint']]);
    expect(compare(reportFixture(), reportFixture()).outcome).toBe('remaining');
  });

  it('are fixed when only the earlier one has them, new when only the later', () => {
    expect(statuses(reportFixture(), cleanReportFixture())).toEqual([['fixed', null]]);
    expect(statuses(cleanReportFixture(), reportFixture())).toEqual([['new', null]]);
    expect(compare(reportFixture(), cleanReportFixture()).outcome).toBe('fixed');
    expect(compare(cleanReportFixture(), reportFixture()).outcome).toBe('worse');
    expect(compare(cleanReportFixture(), cleanReportFixture()).outcome).toBe('clean');
  });

  it('are matched by looking at each a few times, however many there are', () => {
    let looks = 0;
    const many = (from: number): Finding[] => {
      const finding = findingFixture({ brokenEdge: null });
      return Array.from({ length: 3000 }, (_, index) => ({
        ...finding,
        get fingerprint() {
          looks += 1;
          return `f${index + from}`;
        },
      }));
    };
    const compared = compareFindingLists(many(0), many(1500), { before: 4, after: 4 });
    expect(compared.filter(({ status }) => status === 'remaining').length).toBe(1500);
    // To compare each with each would take millions. Sorting looks at some of them more than once.
    expect(looks).toBeLessThan(100_000);
  });

  it('match by kind and reference when the fingerprints differ, whatever state the holder is in', () => {
    const edge = findingFixture().brokenEdge;
    const other = withFinding({
      fingerprint: 'another',
      brokenEdge: edge === null ? null : { ...edge, label: 'Pooled.next' },
    });
    expect(statuses(reportFixture(), other)).toEqual([['remaining', 'broken-edge']]);
    expect(statuses(reportFixture(), withFinding({ fingerprint: 'another', kind: 'timer-held' }))).toEqual([
      ['new', null],
      ['fixed', null],
    ]);
  });

  it('match one to one', () => {
    const twice = reportFixture({ findings: [findingFixture(), findingFixture()] });
    expect(statuses(reportFixture(), twice).map(([status]) => status)).toEqual(['new', 'remaining']);
  });

  it.each([
    ['grow a quarter faster and more', { growth: growthFixture({ perRound: 140 }) }, 'worse'],
    ['grow a little faster', { growth: growthFixture({ perRound: 110 }) }, 'remaining'],
    ['take more bytes a round', { growth: growthFixture({ bytesPerRound: 700_000 }) }, 'worse'],
    ['grow as fast, and hold more bytes, as the process ran longer', { freedBytes: 2_800_000 }, 'remaining'],
    ['hold more bytes, and do not grow', { freedBytes: 2_800_000, growth: growthFixture({ perRound: 0 }) }, 'worse'],
    ['hold less', { freedBytes: 900_000, growth: growthFixture({ perRound: 20 }) }, 'remaining'],
  ] as const)('that %s are %s', (_, overrides, expected) => {
    expect(statuses(reportFixture(), withFinding(overrides))[0]?.[0]).toBe(expected);
  });

  it('that became graver are worse', () => {
    expect(statuses(withFinding({ verdict: 'suspect' }), reportFixture())[0]?.[0]).toBe('worse');
    expect(statuses(reportFixture(), withFinding({ verdict: 'suspect' }))[0]?.[0]).toBe('remaining');
  });

  const first = (count: number, report: Report): Report => ({
    ...report,
    series: { ...report.series, snapshots: report.series.snapshots.slice(0, count) },
  });

  it('that a longer series only says surer are not worse', () => {
    const short = first(1, withFinding({ verdict: 'suspect' }));
    expect(statuses(short, reportFixture())[0]?.[0]).toBe('remaining');
    expect(compare(short, reportFixture()).notes.map(({ code }) => code)).toContain('shorter-before');
    expect(statuses(withFinding({ verdict: 'suspect' }), first(1, reportFixture()))[0]?.[0]).toBe('worse');
  });

  it('are not worse for holding more after more rounds', () => {
    const short = first(2, reportFixture());
    expect(statuses(short, withFinding({ freedBytes: 9_000_000 }))[0]?.[0]).toBe('remaining');
  });

  it('that are mere notes change no outcome', () => {
    expect(compare(cleanReportFixture(), withFinding({ verdict: 'note' })).outcome).toBe('clean');
  });
});

describe('classes of two reports', () => {
  const row = (name: string, counts: number[], file: string | null = null): Report['growth'][number] => ({
    class: name,
    counts,
    growth: growthFixture({ bytesPerRound: 1000 }),
    pattern: 'linear',
    source: file === null ? null : { file, line: 3, column: 1, function: null },
  });
  const growing = (...growth: Report['growth']) => cleanReportFixture({ growth });

  it('that grow on one side only are listed, with the difference', () => {
    const [only] = compare(growing(row('Conn', [0, 10, 20, 30])), growing()).classes;
    expect(only).toMatchObject({
      name: 'Conn',
      grows: 'before',
      before: { mean: 10, low: 10, high: 10 },
      after: null,
      difference: { mean: -10, low: -10, high: -10 },
      bytesPerRound: { before: 1000, after: null },
      perOperation: null,
    });
  });

  it('cost so much an operation', () => {
    const [only] = compare(growing(), growing(row('Conn', [0, 10, 20, 30])), 5).classes;
    expect(only?.perOperation).toEqual({ difference: { mean: 2, low: 2, high: 2 }, bytes: 200 });
  });

  it('are distinguished by the file they are written in, not by its folder on the machine or the line', () => {
    const before = growing(row('Conn', [0, 10, 20, 30], '/home/a/src/pool.js'));
    const same = growing(row('Conn', [0, 5, 10, 15], '/srv/b/src/pool.js'));
    const other = growing(row('Conn', [0, 5, 10, 15], '/srv/b/lib/client.js'));
    expect(compare(before, same).classes.map(({ grows }) => grows)).toEqual(['both']);
    expect(compare(before, other).classes.map(({ grows }) => grows)).toEqual(['before', 'after']);
  });

  it('of the program come before those of the language', () => {
    const growth = [row('Object', [0, 90, 180, 270]), row('Conn', [0, 10, 20, 30])];
    expect(compare(growing(), growing(...growth)).classes.map(({ name }) => name)).toEqual(['Conn', 'Object']);
  });
});

describe('bytes', () => {
  it('are given per round and operation, with the difference', () => {
    const { bytesPerRound, bytesPerOperation } = compare(sized(0, 90, 210, 300), sized(0, 10, 20, 30), 10);
    expect(bytesPerRound.before?.mean).toBe(100);
    expect(bytesPerRound.difference?.mean).toBe(-90);
    expect(bytesPerOperation?.difference).toEqual(
      bytesPerRound.difference === null ? null : scaleInterval(bytesPerRound.difference, 0.1),
    );
    // s = √300 over 3 rounds, a standard error of 10, t of 2 degrees of freedom.
    expect(bytesPerRound.before).toEqual({ mean: 100, low: 56.97, high: 143.03 });
  });

  it('have no interval below three rounds, and a note says so', () => {
    const { bytesPerRound, notes } = compare(sized(0, 90, 210), sized(0, 10, 20));
    expect(bytesPerRound.difference).toEqual({ mean: -95, low: null, high: null });
    expect(notes.map(({ code }) => code)).toContain('few-rounds');
  });

  it('are unknown for one snapshot', () => {
    expect(compare(sized(50), sized(0, 10)).bytesPerRound).toEqual({
      before: null,
      after: { mean: 10, low: null, high: null },
      difference: null,
    });
  });
});

describe('intervals', () => {
  it.each([
    [1, 12.706],
    [2, 4.303],
    [9, 2.262],
    [30, 2.042],
    // Cut, and taken from the next smaller entry of the table: never too narrow.
    [2.9, 4.303],
    [35, 2.042],
    [1000, 1.984],
  ])('t of %d degrees of freedom is %d', (degrees, expected) => {
    expect(studentT95(degrees)).toBe(expected);
  });

  it('follow Welch when the spreads differ', () => {
    // Variances 1 and 100 over 3: errors 1/3 and 100/3, so (101/3)² / ((1/9 + 10000/9)/2) = 2.04 degrees, cut to 2.
    const interval = differenceInterval([1, 2, 3], [0, 10, 20]);
    const half = 4.303 * Math.sqrt(101 / 3);
    expect(interval?.mean).toBe(8);
    expect(interval?.low).toBeCloseTo(8 - half, 3);
    expect(interval?.high).toBeCloseTo(8 + half, 3);
  });

  it('are points when every round was the same, and nothing without a round', () => {
    expect(differenceInterval([5, 5, 5], [7, 7, 7])).toEqual({ mean: 2, low: 2, high: 2 });
    expect(meanInterval([])).toBeNull();
  });

  it('turn round with the sign', () => {
    expect(scaleInterval({ mean: 2, low: 1, high: 3 }, -1)).toEqual({ mean: -2, low: -3, high: -1 });
  });
});

describe('notes', () => {
  it('say that the sides are not of one kind', () => {
    const before = reportFixture();
    const [first] = before.series.snapshots;
    if (first === undefined) throw new Error('the fixture has snapshots');
    const after: Report = {
      ...before,
      tool: { name: 'poolscope', version: '9.0.0' },
      series: {
        snapshots: [{ ...first, nodeVersion: '24.1.0' }],
        epoch: { comparable: false, checked: 10, mismatches: 9 },
      },
    };
    const { notes } = compareReports(
      { name: 'a', report: before },
      { name: 'b', report: { ...after, schemaVersion: SCHEMA_VERSION + 1 } },
      { toolVersion: '1' },
    );
    expect(notes.map(({ code }) => code)).toEqual([
      'node-versions',
      'schema-versions',
      'tool-versions',
      'shorter-after',
      'few-rounds',
      'other-epoch',
    ]);
  });
});
