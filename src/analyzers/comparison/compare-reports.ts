import {
  COMPARISON_SCHEMA_VERSION,
  type ComparedFinding,
  type ComparedSide,
  type Comparison,
  type FindingStatus,
} from '../../findings/comparison-schema.js';
import type { Report } from '../../findings/report-schema.js';
import { compareFindingLists } from './compared-findings.js';
import { compareBytes, compareClasses, scaleGrowth } from './compared-growth.js';
import { MIN_ROUNDS } from './interval.js';

/** A report to compare, and its name. */
export interface ReportSide {
  readonly name: string;
  /** May have an earlier schema version, if it still matches the current schema. */
  readonly report: Omit<Report, 'schemaVersion'> & { readonly schemaVersion: number };
}

/** Options of {@link compareReports}. */
export interface CompareOptions {
  /** Operations (reservations, requests) in each round of both series. */
  readonly operationsPerRound?: number;
  /** Version of poolscope, for the result. */
  readonly toolVersion: string;
}

/**
 * Compares two reports: before and after a fix, or without a feature and with it. Returns which findings are fixed,
 * remain, are new or worse, which classes grow on which side, and bytes per round and operation.
 *
 * @example const { outcome, findings } = compareReports({ name: 'old', report: old }, { name: 'new', report: now }, {
 *   toolVersion });
 */
export function compareReports(before: ReportSide, after: ReportSide, options: CompareOptions): Comparison {
  const sides = { before: describeSide(before), after: describeSide(after) };
  const findings = compareFindingLists(before.report.findings, after.report.findings, {
    before: sides.before.snapshots,
    after: sides.after.snapshots,
  });
  const operationsPerRound = options.operationsPerRound ?? null;
  const bytesPerRound = compareBytes(before.report, after.report);
  return {
    comparisonSchemaVersion: COMPARISON_SCHEMA_VERSION,
    tool: { name: 'poolscope', version: options.toolVersion },
    outcome: outcomeOf(findings),
    headline: writeHeadline(findings, sides.after.name),
    ...sides,
    findings,
    classes: compareClasses(before.report.growth, after.report.growth, operationsPerRound),
    operationsPerRound,
    bytesPerRound,
    bytesPerOperation: operationsPerRound === null ? null : scaleGrowth(bytesPerRound, 1 / operationsPerRound),
    notes: [...notesOn(sides.before, sides.after), ...[before, after].flatMap(noteOnProcesses)],
  };
}

function describeSide({ name, report }: ReportSide): ComparedSide {
  const versions = report.series.snapshots.flatMap(({ nodeVersion }) => (nodeVersion === null ? [] : nodeVersion));
  return {
    name,
    reportSchemaVersion: report.schemaVersion,
    toolVersion: report.tool.version,
    snapshots: report.series.snapshots.length,
    nodeVersions: [...new Set(versions)],
    verdict: report.verdict,
  };
}

/** Notes do not affect the outcome. */
function outcomeOf(findings: readonly ComparedFinding[]): Comparison['outcome'] {
  const counts = countStatuses(findings);
  if (counts.new + counts.worse > 0) return 'worse';
  if (counts.remaining > 0) return 'remaining';
  return counts.fixed > 0 ? 'fixed' : 'clean';
}

function countStatuses(findings: readonly ComparedFinding[]): Readonly<Record<FindingStatus, number>> {
  const counts = { new: 0, worse: 0, remaining: 0, fixed: 0 };
  for (const { status, verdict } of findings) if (verdict !== 'note') counts[status] += 1;
  return counts;
}

function writeHeadline(findings: readonly ComparedFinding[], after: string): string {
  const counts = countStatuses(findings);
  const counted = Object.entries(counts).flatMap(([status, count]) => (count === 0 ? [] : `${count} ${status}`));
  switch (outcomeOf(findings)) {
    case 'worse':
      return `${after} is worse: ${counted.join(', ')}.`;
    case 'remaining':
      return `Nothing is new or worse in ${after}; not all is fixed: ${counted.join(', ')}.`;
    case 'fixed':
      return `Fixed: ${counts.fixed === 1 ? 'the finding is' : `all ${counts.fixed} findings are`} gone in ${after}, nothing is new.`;
    case 'clean':
      return 'Neither side has a leak or a suspect.';
  }
}

function notesOn(before: ComparedSide, after: ComparedSide): Comparison['notes'] {
  const notes: Comparison['notes'] = [];
  const note = (code: string, text: string) => notes.push({ code, text });
  const versions = [before, after].map(({ nodeVersions }) => nodeVersions.join(', '));
  if (versions[0] !== '' && versions[1] !== '' && versions[0] !== versions[1])
    note(
      'node-versions',
      `The sides ran on different versions of Node.js (${versions[0]} and ${versions[1]}): sizes, and what Node.js itself keeps, may differ without your doing.`,
    );
  if (before.reportSchemaVersion !== after.reportSchemaVersion)
    note(
      'schema-versions',
      `The reports are of different schema versions (${before.reportSchemaVersion} and ${after.reportSchemaVersion}): fields may differ in meaning. Analyze both series again to be sure.`,
    );
  if (before.toolVersion !== after.toolVersion)
    note(
      'tool-versions',
      `The reports were written by different versions of poolscope (${before.toolVersion} and ${after.toolVersion}): one may find what the other cannot. Analyze both series again to be sure.`,
    );
  if (after.snapshots < before.snapshots)
    note(
      'shorter-after',
      `${after.name} has ${after.snapshots} of the ${before.snapshots} snapshots of ${before.name}: what is missing there may be unproved rather than fixed.`,
    );
  if (before.snapshots < after.snapshots)
    note(
      'shorter-before',
      `${before.name} has ${before.snapshots} of the ${after.snapshots} snapshots of ${after.name}: what is new or graver there may have been as bad before, without proof.`,
    );
  if (Math.min(before.snapshots, after.snapshots) - 1 < MIN_ROUNDS)
    note(
      'few-rounds',
      `A confidence interval needs ${MIN_ROUNDS} rounds on each side, which is ${MIN_ROUNDS + 1} snapshots; there are ${before.snapshots} and ${after.snapshots}.`,
    );
  return notes;
}

function noteOnProcesses({ name, report }: ReportSide): Comparison['notes'] {
  if (report.series.epoch.comparable) return [];
  const text = `The snapshots of ${name} are not all of one process or id epoch: its growth per round is that of counts and sizes, whoever's they are.`;
  return [{ code: 'other-epoch', text }];
}
