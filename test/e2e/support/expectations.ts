import { basename } from 'node:path';
import { expect } from 'vitest';

import { SCENARIOS } from '../../../samples/vttablet/scenarios/catalog.js';
import type { Finding, Report } from '../../../src/findings/report-schema.js';
import { SAMPLE_CASES } from '../../code/samples-answers.js';

/** Each scenario with its fault and with the fault fixed. */
export const SAMPLE_RUNS = SCENARIOS.flatMap(({ name }) => [
  { name, scenario: name, flags: [] as string[] },
  { name: `${name} --fixed`, scenario: name, flags: ['--fixed'] },
]);

/** What every leak in a run must name: anything else in these processes is in use. */
const CULPRITS: Readonly<Record<string, RegExp>> = {
  'stale-link': /Pooled\(leased\)\.next/,
  // The abandoned connections are booked in both.
  refcount: /Numbered\.entries|StatefulPool|ConnectionBook\.byId/,
  cycle: /setInterval/,
  accumulate: /ConnectionBook\.byId/,
};

/** What the report must say about each fault; a run that is not listed must be left in peace. */
const FAULTS: Readonly<Record<string, (finding: Finding) => void>> = {
  'stale-link': (finding) => {
    expect(finding).toMatchObject({ kind: 'stale-link', suspects: 360, dead: 360 });
    expect(finding.brokenEdge).toMatchObject({ frees: 360, of: 360, livingLost: 0 });
    expect(finding.path?.folded).toMatch(/\(Pooled\.next → Pooled\) × \d/);
  },
  refcount: (finding) => {
    expect(['refcount-imbalance', 'lease-never-released']).toContain(finding.kind);
    expect(finding.brokenEdge?.label).toMatch(/Numbered\.entries|StatefulPool/);
    expect(finding.brokenEdge?.livingLost).toBe(0);
    expect(finding.refcount?.field).toMatch(/^StatefulConnection\./);
    expect(finding.refcount?.stated).toBeGreaterThan(finding.refcount?.holders ?? Number.NaN);
    // 36 have no session any more, 6 of them already in the first snapshot; 18 are in use, by leaders.
    expect(finding.refcount?.objects).toBeGreaterThanOrEqual(30);
    expect(finding.refcount?.objects).toBeLessThanOrEqual(36);
  },
  cycle: (finding) => {
    expect(finding).toMatchObject({ kind: 'anchored-cycle', dead: 360 });
    expect(finding.cycle).toMatchObject({ harmless: false });
    expect(finding.cycle?.anchors.length).toBeGreaterThan(0);
    expect(finding.cycle?.classes.join(' ')).toMatch(/\b(Reservation|Session)\b/);
    expect(finding.brokenEdge?.livingLost).toBe(0);
  },
  accumulate: (finding) => {
    expect(finding).toMatchObject({ kind: 'ledger-entry-kept', suspects: 360, dead: 360 });
    expect(finding.brokenEdge).toMatchObject({ frees: 360, of: 360, livingLost: 0 });
  },
};

/** Holds a report, and the exit code with which it left, to what is known about the run. */
export function expectAnswer(
  { scenario, flags }: { readonly scenario: string; readonly flags: readonly string[] },
  { code, report }: { readonly code: number; readonly report: Report },
): void {
  const expectFault = flags.includes('--fixed') ? undefined : FAULTS[scenario];
  expect(report.series.epoch.comparable).toBe(true);
  if (expectFault === undefined) {
    expect(sentences(report, 'leak')).toEqual([]);
    expect(code).toBe(0);
    return;
  }
  // The verdict first: when it is wrong, the sentences say what was believed instead.
  expect({ verdict: report.findings[0]?.verdict, sentences: sentences(report) }).toMatchObject({ verdict: 'leak' });
  expect(code).toBe(1);
  const [finding] = report.findings;
  if (finding === undefined) throw new Error('a report with a leak has no finding');
  expectFault(finding);
  expectLine(scenario, finding);
  expect(finding.reservation.tracesBack).toBe(true);
  const culprit = CULPRITS[scenario] ?? /^$/;
  const others = report.findings.filter(({ verdict, brokenEdge }) => {
    return verdict === 'leak' && !culprit.test(brokenEdge?.label ?? '');
  });
  expect(others.map(({ headline }) => headline)).toEqual([]);
}

/** The line to fix that the report names, where it names one, must be one of the answer's. */
function expectLine(scenario: string, { code }: Finding): void {
  const answer = SAMPLE_CASES.find((each) => each.scenario === scenario)?.missing ?? [];
  const { file = '', line = 0 } = code?.missing ?? {};
  expect(answer.map((point) => `${point.file}:${point.line}`)).toContain(`${basename(file)}:${line}`);
}

/** What was found, as one would read it. */
function sentences({ findings }: Report, verdict?: Finding['verdict']): string[] {
  return findings
    .filter((finding) => verdict === undefined || finding.verdict === verdict)
    .map((finding) => `${finding.verdict} ${finding.kind}: ${finding.headline}`);
}
