import { describe, expect, it } from 'vitest';

import { applyBaseline, makeBaseline } from '../../../src/analyzers/comparison/baselines.js';
import { compareReports } from '../../../src/analyzers/comparison/compare-reports.js';
import { baselineSchema } from '../../../src/findings/baseline-schema.js';
import { type Report, reportSchema } from '../../../src/findings/report-schema.js';
import { cleanReportFixture, findingFixture, growthFixture, reportFixture } from '../../support/report-fixtures.js';

const DAY = '2026-11-29';

const baselineOf = (report: Report, options: { reason?: string; expires?: string | null } = {}) =>
  baselineSchema.parse(
    makeBaseline({ name: 'old', report }, { reason: '', expires: null, toolVersion: '1', ...options }),
  );

const apply = (report: Report, baseline: ReturnType<typeof baselineOf>, day = DAY) =>
  reportSchema.parse(applyBaseline(report, baseline, 'known.json', day));

const statuses = (report: Report) => report.findings.map(({ baseline }) => baseline?.status);

const withFinding = (overrides: Parameters<typeof findingFixture>[0]) =>
  reportFixture({ findings: [findingFixture(overrides)] });

describe('a baseline', () => {
  it('makes the findings that it was written from known', () => {
    const report = apply(reportFixture(), baselineOf(reportFixture(), { reason: 'ticket 1' }));
    expect(report.findings[0]?.baseline).toMatchObject({ status: 'known', reason: 'ticket 1', expires: null });
    expect(report.headline).toBe('No new leak: the finding is known (known.json).');
    expect(report.baseline).toEqual({ name: 'known.json', day: DAY, entries: 1, gone: [] });
  });

  it('leaves what it does not have new', () => {
    expect(statuses(apply(reportFixture(), baselineOf(cleanReportFixture())))).toEqual(['new']);
  });

  it('knows a finding by its reference to cut when another class leads', () => {
    expect(statuses(apply(withFinding({ fingerprint: 'other' }), baselineOf(reportFixture())))).toEqual(['known']);
  });

  it('does not excuse what is graver, or grows clearly more', () => {
    const suspect = baselineOf(withFinding({ verdict: 'suspect' }));
    expect(statuses(apply(reportFixture(), suspect))).toEqual(['worse']);
    const faster = withFinding({ growth: growthFixture({ perRound: 140 }) });
    expect(statuses(apply(faster, baselineOf(reportFixture())))).toEqual(['worse']);
    const little = withFinding({ growth: growthFixture({ perRound: 120 }) });
    expect(statuses(apply(little, baselineOf(reportFixture())))).toEqual(['known']);
  });

  it('calls worse what compare calls worse', () => {
    const changes = [
      {},
      { verdict: 'note' },
      { freedBytes: 9_000_000, growth: growthFixture({ perRound: null, bytesPerRound: null }) },
      { growth: growthFixture({ bytesPerRound: 900_000 }) },
      { growth: growthFixture({ perRound: 131 }) },
      { growth: growthFixture({ perRound: 132 }) },
    ] as const;
    for (const length of [3, 4]) {
      for (const change of changes) {
        const before = reportFixture();
        const after = withFinding(change);
        const series = { ...after.series, snapshots: after.series.snapshots.slice(0, length) };
        const shorter = { ...after, series };
        const sides = [
          { name: 'a', report: before },
          { name: 'b', report: shorter },
        ] as const;
        const [compared] = compareReports(...sides, { toolVersion: '1' }).findings;
        const [status] = statuses(apply(shorter, baselineOf(before)));
        expect([status, change]).toEqual([compared?.status === 'worse' ? 'worse' : 'known', change]);
      }
    }
  });

  it('excuses through the day on which it expires, and no longer', () => {
    const baseline = baselineOf(reportFixture(), { expires: DAY });
    expect(statuses(apply(reportFixture(), baseline, '2026-11-28'))).toEqual(['known']);
    expect(statuses(apply(reportFixture(), baseline, DAY))).toEqual(['known']);
    expect(statuses(apply(reportFixture(), baseline, '2026-11-30'))).toEqual(['expired']);
    expect(apply(reportFixture(), baseline, '2026-11-30').headline).toBe(findingFixture().headline);
  });

  it('puts what it does not excuse first, and the notes last', () => {
    const of = (fingerprint: string, verdict: 'leak' | 'suspect' | 'note') =>
      findingFixture({ fingerprint, verdict, headline: fingerprint, brokenEdge: null });
    const [known, fresh, note] = [of('known', 'leak'), of('fresh', 'suspect'), of('note', 'note')];
    const baseline = baselineOf(reportFixture({ findings: [known] }));
    const report = apply(reportFixture({ findings: [known, fresh, note] }), baseline);
    expect(report.findings.map(({ fingerprint }) => fingerprint)).toEqual(['fresh', 'known', 'note']);
    expect(report.headline).toBe('fresh');
    expect(report.verdict).toBe('leak');
  });

  it('lists entries that no finding matches', () => {
    const report = apply(cleanReportFixture(), baselineOf(reportFixture()));
    expect(report.baseline?.gone).toMatchObject([{ kind: 'stale-link', label: 'Pooled(leased).next' }]);
    expect(report.headline).toBe(cleanReportFixture().headline);
  });

  it('keeps reasons and dates of an earlier one', () => {
    const earlier = baselineOf(reportFixture(), { reason: 'ticket 1', expires: '2027-01-31' });
    const fresh = findingFixture({ fingerprint: 'fresh', brokenEdge: null, kind: 'timer-held' });
    const made = makeBaseline(
      { name: 'now', report: reportFixture({ findings: [findingFixture({ suspects: 900 }), fresh] }) },
      { reason: 'ticket 2', expires: null, toolVersion: '1', earlier },
    );
    expect(made.entries.map(({ reason, expires, suspects }) => [reason, expires, suspects])).toEqual([
      ['ticket 1', '2027-01-31', 900],
      ['ticket 2', null, 360],
    ]);
  });
});
