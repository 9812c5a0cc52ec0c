import { BASELINE_SCHEMA_VERSION, type Baseline, type BaselineEntry } from '../../findings/baseline-schema.js';
import type { BaselineStatus, FindingBaseline } from '../../findings/baseline-state-schema.js';
import { compareFindings } from '../../findings/finding-order.js';
import type { Finding, Report } from '../../findings/report-schema.js';
import type { ReportSide } from './compare-reports.js';
import { isClearlyWorse, type Match, type Measured, matchFindings, measured, type SeriesLengths } from './matching.js';

/** What {@link makeBaseline} writes into its entries. */
export interface BaselineOptions {
  /** Why the findings are accepted. */
  readonly reason: string;
  /** The last day on which they are, `2027-03-31`; null for no end. */
  readonly expires: string | null;
  readonly toolVersion: string;
  /** An earlier baseline: what is in it keeps its reason and date. */
  readonly earlier?: Baseline;
}

/** A baseline of all findings of a report, also of the notes: a note that becomes a leak is then worse than its entry. */
export function makeBaseline({ report }: ReportSide, options: BaselineOptions): Baseline {
  const findings = report.findings.map(measured);
  const kept = new Map(
    matchFindings(options.earlier?.entries ?? [], findings).map(({ before, after }) => [after, before]),
  );
  return {
    baselineSchemaVersion: BASELINE_SCHEMA_VERSION,
    tool: { name: 'poolscope', version: options.toolVersion },
    snapshots: report.series.snapshots.length,
    entries: findings.map((known) => describeEntry(known, kept.get(known) ?? options)),
  };
}

function describeEntry(
  { finding, ...known }: Measured & { readonly finding: Finding },
  { reason, expires }: Pick<BaselineEntry, 'reason' | 'expires'>,
): BaselineEntry {
  const { fingerprint, kind, label, verdict, freedBytes, perRound, bytesPerRound } = known;
  const { headline, suspects } = finding;
  return {
    fingerprint,
    kind,
    label,
    headline,
    reason,
    expires,
    verdict,
    suspects,
    freedBytes,
    perRound,
    bytesPerRound,
  };
}

/**
 * The report with what a baseline says of each finding. Leaks and suspects that it does not excuse come first, then those that it
 * does, then the notes; the headline is that of the first one that counts.
 *
 * @param name what the baseline is called in the report
 * @param day today, `2026-11-29`: there is no clock here
 */
export function applyBaseline(report: Report, baseline: Baseline, name: string, day: string): Report {
  const lengths = { before: baseline.snapshots, after: report.series.snapshots.length };
  // One that an earlier baseline was applied to is in the order of that baseline.
  const own = report.baseline === undefined ? report.findings : report.findings.toSorted(compareFindings);
  const findings = own.map(measured);
  const matches = new Map(matchFindings(baseline.entries, findings).map((match) => [match.after, match]));
  const found = new Set([...matches.values()].map(({ before }) => before));
  const judged = findings.map((known): Finding => {
    const match = matches.get(known);
    return { ...known.finding, baseline: match === undefined ? NEW : judgeMatch(match, lengths, day) };
  });
  const ordered = [...judged].sort((a, b) => rankOf(a) - rankOf(b));
  return {
    ...report,
    headline: headlineWith(report, ordered, name),
    findings: ordered,
    baseline: {
      name,
      day,
      entries: baseline.entries.length,
      gone: baseline.entries
        .filter((entry) => !found.has(entry))
        .map(({ kind, fingerprint, label, headline }) => ({ kind, fingerprint, label, headline })),
    },
  };
}

const NEW: FindingBaseline = { status: 'new', reason: '', expires: null, before: null };

function judgeMatch(match: Match<BaselineEntry, Measured>, lengths: SeriesLengths, day: string): FindingBaseline {
  const { reason, expires, verdict, suspects, freedBytes, perRound, bytesPerRound } = match.before;
  const before = { verdict, suspects, freedBytes, perRound, bytesPerRound };
  return { status: statusOf(match, lengths, day), reason, expires, before };
}

function statusOf(
  { before, after }: Match<BaselineEntry, Measured>,
  lengths: SeriesLengths,
  day: string,
): BaselineStatus {
  if (isClearlyWorse(before, after, lengths)) return 'worse';
  // Dates of this form are in the order of their texts.
  return before.expires !== null && before.expires < day ? 'expired' : 'known';
}

function rankOf({ verdict, baseline }: Finding): number {
  if (verdict === 'note') return 2;
  return baseline?.status === 'known' ? 1 : 0;
}

function headlineWith({ headline, findings }: Report, ordered: readonly Finding[], name: string): string {
  const [first] = ordered;
  // Without findings the sentence says what was looked at, or what is wrong with the input.
  if (first === undefined || findings.every(({ verdict }) => verdict === 'note')) return headline;
  if (rankOf(first) === 0) return first.headline;
  const known = ordered.filter((finding) => rankOf(finding) === 1).length;
  return `No new leak: ${known === 1 ? 'the finding is' : `all ${known} findings are`} known (${name}).`;
}
