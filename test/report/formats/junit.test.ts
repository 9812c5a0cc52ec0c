import fc from 'fast-check';
import { parse, type TestCase } from 'junit2json';
import { describe, expect, it } from 'vitest';

import { applyBaseline, makeBaseline } from '../../../src/analyzers/comparison/baselines.js';
import { compareReports } from '../../../src/analyzers/comparison/compare-reports.js';
import type { Report } from '../../../src/findings/report-schema.js';
import { renderJunit, renderJunitComparison } from '../../../src/report/junit-report.js';
import { cleanReportFixture, findingFixture, reportFixture } from '../../support/report-fixtures.js';
import { reportWith, spitefulName } from '../../support/spiteful-report.js';

const OPTIONS = { width: 80, color: false };

/** Reads it as a consumer of JUnit files does, whose XML parser refuses what is not well-formed. */
async function read(text: string) {
  const parsed = await parse(text);
  if (parsed == null || !('testsuite' in parsed)) throw new Error('no suites');
  const [suite] = parsed.testsuite ?? [];
  return { suite, cases: suite?.testcase ?? [] };
}

const outcomeOf = ({ failure, error, skipped }: TestCase): string => {
  if (failure !== undefined) return 'failure';
  if (error !== undefined) return 'error';
  return skipped === undefined ? 'passed' : 'skipped';
};

async function outcomes(report: Report, options = {}): Promise<string[]> {
  const { cases } = await read(renderJunit(report, { ...OPTIONS, ...options }));
  return cases.map(outcomeOf);
}

const VERDICTS = (['leak', 'suspect', 'note'] as const).map((verdict) => findingFixture({ verdict }));

describe('a report as JUnit', () => {
  it('fails where the run fails', async () => {
    const report = reportFixture({ findings: VERDICTS });
    expect(await outcomes(report)).toEqual(['failure', 'skipped', 'passed']);
    expect(await outcomes(report, { failOn: 'suspect' })).toEqual(['failure', 'failure', 'passed']);
    expect(await outcomes(report, { failOn: 'never' })).toEqual(['skipped', 'skipped', 'passed']);
  });

  it('counts what it has, and names a test the same in each run', async () => {
    const { suite, cases } = await read(renderJunit(reportFixture({ findings: VERDICTS }), OPTIONS));
    expect(suite).toMatchObject({ name: 'poolscope', tests: 3, failures: 1, errors: 0, skipped: 1 });
    expect(cases[0]).toMatchObject({
      name: 'Pooled(leased).next',
      classname: 'poolscope.stale-link',
      file: 'src/pooled.ts',
      line: 7,
    });
    expect(cases[0]?.failure?.[0]).toMatchObject({ type: 'leak', message: expect.stringMatching(/^LEAK: Clear/) });
    expect(cases[0]?.failure?.[0]?.inner).toContain('in full: poolscope explain report.json');
  });

  it('skips what is known, and says why', async () => {
    const baseline = makeBaseline(
      { name: 'old', report: reportFixture() },
      { reason: 'ticket 1', expires: null, toolVersion: '1' },
    );
    const report = applyBaseline(reportFixture(), baseline, 'known.json', '2026-11-29');
    const { cases } = await read(renderJunit(report, OPTIONS));
    expect(cases.map(outcomeOf)).toEqual(['skipped']);
    expect(cases[0]?.skipped?.[0]?.message).toContain('Known and accepted: ticket 1.');
  });

  it('passes one test where nothing leaks', async () => {
    expect(await outcomes(cleanReportFixture())).toEqual(['passed']);
  });

  it('has an error where nothing can be said, as the exit code has', async () => {
    const notes = [{ code: 'out-of-order', text: 'The files are in the wrong order.' }];
    expect(await outcomes(cleanReportFixture({ notes }))).toEqual(['error']);
    expect(await outcomes(cleanReportFixture({ notes }), { failOn: 'never' })).toEqual(['passed']);
    expect(await outcomes(reportFixture({ notes }))).toEqual(['failure']);
  });

  it('is well-formed whatever the names in it', async () => {
    await fc.assert(
      fc.asyncProperty(spitefulName, async (text) => {
        const { cases } = await read(renderJunit(reportWith(text), OPTIONS));
        expect(cases).toHaveLength(1);
        expect(cases.map(outcomeOf)).toEqual(['failure']);
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});

describe('a comparison as JUnit', () => {
  it('fails what is new, skips what remains, passes what is fixed', async () => {
    const of = async (before: Report, after: Report) => {
      const sides = [
        { name: 'a', report: before },
        { name: 'b', report: after },
      ] as const;
      const { cases } = await read(renderJunitComparison(compareReports(...sides, { toolVersion: '1' }), OPTIONS));
      return cases.map(outcomeOf);
    };
    expect(await of(cleanReportFixture(), reportFixture())).toEqual(['failure']);
    expect(await of(reportFixture(), reportFixture())).toEqual(['skipped']);
    expect(await of(reportFixture(), cleanReportFixture())).toEqual(['passed']);
    expect(await of(cleanReportFixture(), cleanReportFixture())).toEqual(['passed']);
  });
});
