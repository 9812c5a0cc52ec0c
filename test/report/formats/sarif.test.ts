import { createRequire } from 'node:module';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { applyBaseline, makeBaseline } from '../../../src/analyzers/comparison/baselines.js';
import { compareReports } from '../../../src/analyzers/comparison/compare-reports.js';
import type { Report } from '../../../src/findings/report-schema.js';
import type { SarifLog } from '../../../src/report/sarif/sarif-log.js';
import { renderSarif, renderSarifComparison } from '../../../src/report/sarif-report.js';
import { cleanReportFixture, findingFixture, reportFixture } from '../../support/report-fixtures.js';
import { reportWith, spitefulName } from '../../support/spiteful-report.js';

// The schema of the standard, as Microsoft's package for testing SARIF carries it.
const require = createRequire(import.meta.url);
const schema = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as object;
const ajv = new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const isSarif = ajv.compile(schema);

function read(text: string): SarifLog {
  const log = JSON.parse(text) as SarifLog;
  isSarif(log);
  expect(isSarif.errors ?? []).toEqual([]);
  return log;
}

const OPTIONS = { width: 80, color: false };
const resultsOf = (report: Report, options = {}) =>
  read(renderSarif(report, { ...OPTIONS, ...options })).runs[0]?.results ?? [];

const CODE = {
  place: 'next',
  what: 'reference',
  state: 'missed',
  added: [{ file: '/srv/app/src/stack.ts', line: 18, column: 5, function: 'push', how: '=' }],
  removed: [],
  read: [],
  missing: { file: '/srv/app/src/stack.ts', line: 26, column: 5, function: 'pop', why: 'unlink', detail: '' },
} as const;
const code = { ...CODE, added: [...CODE.added], removed: [], read: [] };

describe('a report as SARIF', () => {
  it('matches the schema of the standard, with rules that say what to do', () => {
    const log = read(renderSarif(reportFixture(), OPTIONS));
    const [run] = log.runs;
    expect(run?.tool.driver.rules).toHaveLength(1);
    expect(run?.tool.driver.rules[0]).toMatchObject({ id: 'stale-link', name: 'StaleLink' });
    expect(run?.tool.driver.rules[0]?.help.text).toContain('What to do:\n- Clear the link');
    expect(run?.results[0]).toMatchObject({ ruleId: 'stale-link', ruleIndex: 0, level: 'error' });
    expect(run?.results[0]?.partialFingerprints).toMatchObject({
      'poolscopeFingerprint/v1': 'stale-link:Pooled.next:4f1c',
    });
    expect(run?.results[0]?.message.text).toContain(
      'In full: poolscope explain report.json stale-link:Pooled.next:4f1c',
    );
  });

  it('points at the line to fix, relative to the folder of the sources', () => {
    const [result] = resultsOf(reportFixture({ findings: [findingFixture({ code })] }), { root: '/srv/app' });
    expect(result?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'src/stack.ts', uriBaseId: '%SRCROOT%' },
      region: { startLine: 26, startColumn: 5 },
    });
    expect(result?.relatedLocations?.[0]).toMatchObject({
      message: { text: 'added here' },
      physicalLocation: { region: { startLine: 18 } },
    });
  });

  it('names a file elsewhere by its absolute path', () => {
    const [result] = resultsOf(reportFixture({ findings: [findingFixture({ code })] }), { root: '/home' });
    expect(result?.locations[0]?.physicalLocation.artifactLocation).toEqual({ uri: 'file:///srv/app/src/stack.ts' });
  });

  it('prefers a line of the program to one of a package', () => {
    const inPackage = { file: '/srv/app/node_modules/pg/lib/index.js', line: 15, column: 16, function: 'BoundPool' };
    const own = { file: '/srv/app/src/users.js', line: 3, column: 1, function: null };
    const finding = findingFixture({
      brokenEdge: null,
      source: inPackage,
      classes: [],
      holders: [{ kind: 'field', label: 'Users.db', edges: 1, source: own }],
    });
    const [result] = resultsOf(reportFixture({ findings: [finding] }), { root: '/srv/app' });
    expect(result?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('src/users.js');
  });

  it('points at the snapshot where no line is known', () => {
    const finding = findingFixture({ brokenEdge: null, source: null, classes: [], holders: [] });
    const [result] = resultsOf(reportFixture({ findings: [finding] }));
    expect(result?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('heap-4.heapsnapshot');
  });

  it('has the retaining path as a code flow', () => {
    const [result] = resultsOf(reportFixture());
    const steps = result?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    expect(steps.map(({ location }) => location.message?.text)).toEqual([
      'globalThis.tablet',
      'Tablet.holders',
      'Session.conn',
      '(Pooled.next → Pooled) × 341',
      'DbConnection',
    ]);
  });

  it('says what is left out of a long path', () => {
    const [{ path }] = [findingFixture()];
    const steps = Array.from({ length: 500 }, (_, index) => `→ step${index}`);
    const finding = findingFixture({ path: path === null ? null : { ...path, steps } });
    const [result] = resultsOf(reportFixture({ findings: [finding] }));
    const shown = result?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    expect(shown).toHaveLength(61);
    expect(shown[30]?.location.message?.text).toBe('… 440 more steps');
  });

  it('shows by its level how grave each finding is', () => {
    const findings = (['leak', 'suspect', 'note'] as const).map((verdict) => findingFixture({ verdict }));
    expect(resultsOf(reportFixture({ findings })).map(({ level }) => level)).toEqual(['error', 'warning', 'note']);
  });

  it('has a state for each finding with a baseline, and excuses the known ones alone', () => {
    const known = findingFixture({ fingerprint: 'a', brokenEdge: null });
    const fresh = findingFixture({ fingerprint: 'b', brokenEdge: null, kind: 'timer-held' });
    const gone = findingFixture({ fingerprint: 'c', brokenEdge: null, kind: 'waiter-stuck' });
    const baseline = makeBaseline(
      { name: 'old', report: reportFixture({ findings: [known, gone] }) },
      { reason: 'ticket 1', expires: null, toolVersion: '1' },
    );
    const report = applyBaseline(reportFixture({ findings: [known, fresh] }), baseline, 'known.json', '2026-11-29');
    const results = resultsOf(report);
    expect(results.map(({ ruleId, baselineState }) => [ruleId, baselineState])).toEqual([
      ['timer-held', 'new'],
      ['stale-link', 'unchanged'],
      ['waiter-stuck', 'absent'],
    ]);
    expect(results.map(({ suppressions }) => suppressions?.[0]?.justification)).toEqual([
      undefined,
      'ticket 1',
      undefined,
    ]);
  });

  it('has no result and no rule where nothing leaks', () => {
    const log = read(renderSarif(cleanReportFixture(), OPTIONS));
    expect(log.runs[0]?.results).toEqual([]);
    expect(log.runs[0]?.tool.driver.rules).toEqual([]);
  });

  it('matches the schema whatever the names in it', () => {
    fc.assert(
      fc.property(spitefulName, (text) => {
        read(renderSarif(reportWith(text), OPTIONS));
        read(renderSarif(reportWith(`/srv/${text}`), { ...OPTIONS, root: '/srv' }));
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});

describe('a comparison as SARIF', () => {
  it('matches the schema, with the state of each finding', () => {
    const before = reportFixture({
      findings: [findingFixture(), findingFixture({ fingerprint: 'f', kind: 'timer-held', brokenEdge: null })],
    });
    const after = reportFixture({
      findings: [findingFixture(), findingFixture({ fingerprint: 'n', kind: 'waiter-stuck', brokenEdge: null })],
    });
    const comparison = compareReports(
      { name: 'a', report: before },
      { name: 'b', report: after },
      { toolVersion: '1' },
    );
    const log = read(renderSarifComparison(comparison, OPTIONS));
    expect(log.runs[0]?.results.map(({ ruleId, baselineState, level }) => [ruleId, baselineState, level])).toEqual([
      ['waiter-stuck', 'new', 'error'],
      ['stale-link', 'unchanged', 'error'],
      ['timer-held', 'absent', 'note'],
    ]);
  });
});
