import { type ComparedFinding, type ComparedMeasure, FINDING_STATUSES } from '../../findings/comparison-schema.js';
import { compareText } from '../../findings/finding-order.js';
import { type Finding, VERDICTS } from '../../findings/report-schema.js';
import { MIN_PER_ROUND } from '../series/growth-pattern.js';

/** Factor by which growth or bytes must exceed the earlier value: runs of one program differ by less. */
const CLEARLY_LARGER = 1.25;
/** Differences below this are noise. */
const MIN_BYTES = 10_000;

/** How many snapshots each side has. */
export interface SeriesLengths {
  readonly before: number;
  readonly after: number;
}

interface Match {
  readonly before: Finding;
  readonly after: Finding;
  readonly by: 'fingerprint' | 'broken-edge';
}

/**
 * The findings of two reports, matched: by fingerprint first, then by kind and reference to cut. A finding that only
 * the later report has is new; one that grows or holds clearly more there is worse.
 *
 * @param snapshots how many each series has: totals can be compared only where both have as many, and a longer series says surer what was so
 *   before
 */
export function compareFindingLists(
  before: readonly Finding[],
  after: readonly Finding[],
  snapshots: SeriesLengths,
): ComparedFinding[] {
  const matches = matchFindings(before, after);
  const known = new Set(matches.flatMap((match) => [match.before, match.after]));
  const entries: ComparedFinding[] = [
    ...matches.map((match) => {
      const isWorse = isClearlyWorse(match.before, match.after, snapshots);
      return {
        ...describe(match.after, isWorse ? 'worse' : 'remaining'),
        matchedBy: match.by,
        before: measure(match.before),
        after: measure(match.after),
      };
    }),
    ...after
      .filter((finding) => !known.has(finding))
      .map((finding) => ({ ...describe(finding, 'new'), after: measure(finding) })),
    ...before
      .filter((finding) => !known.has(finding))
      .map((finding) => ({ ...describe(finding, 'fixed'), before: measure(finding) })),
  ];
  return entries.sort(compareEntries);
}

function matchFindings(before: readonly Finding[], after: readonly Finding[]): Match[] {
  const matches: Match[] = [];
  const matched = new Set<Finding>();
  let left: readonly Finding[] = after;
  const keys = [
    ['fingerprint', (finding: Finding) => finding.fingerprint],
    ['broken-edge', referenceKey],
  ] as const;
  for (const [by, keyOf] of keys) {
    const open = listByKey(
      before.filter((finding) => !matched.has(finding)),
      keyOf,
    );
    left = left.filter((finding) => {
      const other = open.get(keyOf(finding))?.pop();
      if (other === undefined) return true;
      matches.push({ before: other, after: finding, by });
      matched.add(other);
      return false;
    });
  }
  return matches;
}

/** Findings by their keys, those of one key from the last to the first. */
function listByKey(
  findings: readonly Finding[],
  keyOf: (finding: Finding) => string | null,
): Map<string | null, Finding[]> {
  const lists = new Map<string | null, Finding[]>();
  for (const finding of findings.toReversed()) {
    const key = keyOf(finding);
    if (key === null) continue;
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [finding]);
    else list.push(finding);
  }
  return lists;
}

/** Kind and reference to cut, without what may differ between runs: state of the holders, numbers in names. */
function referenceKey({ kind, brokenEdge }: Finding): string | null {
  if (brokenEdge === null) return null;
  const label = brokenEdge.label.replace(/\((live|idle|leased|dead|unknown)\)/g, '').replace(/\d+/g, '#');
  return `${kind} ${label}`;
}

function isClearlyWorse(before: Finding, after: Finding, snapshots: SeriesLengths): boolean {
  const isGraver = VERDICTS.indexOf(after.verdict) < VERDICTS.indexOf(before.verdict);
  if (isGraver && snapshots.after <= snapshots.before) return true;
  const growth = { before: before.growth, after: after.growth };
  if (isLarger(growth.before.perRound, growth.after.perRound, MIN_PER_ROUND)) return true;
  if (isLarger(growth.before.bytesPerRound, growth.after.bytesPerRound, MIN_BYTES)) return true;
  // What grows at the same rate holds more in a later part of the same process.
  if (isGrowing(before) && isGrowing(after)) return false;
  return snapshots.before === snapshots.after && isLarger(before.freedBytes, after.freedBytes, MIN_BYTES);
}

function isGrowing({ growth: { perRound } }: Finding): boolean {
  return perRound !== null && perRound > 0;
}

function isLarger(before: number | null, after: number | null, least: number): boolean {
  return before !== null && after !== null && after - before >= least && after > before * CLEARLY_LARGER;
}

function describe(finding: Finding, status: ComparedFinding['status']): ComparedFinding {
  return {
    status,
    verdict: finding.verdict,
    kind: finding.kind,
    fingerprint: finding.fingerprint,
    matchedBy: null,
    headline: finding.headline,
    label: finding.brokenEdge?.label ?? null,
    source: finding.source,
    before: null,
    after: null,
  };
}

function measure({ verdict, suspects, freedBytes, growth }: Finding): ComparedMeasure {
  return {
    verdict,
    suspects,
    freedBytes,
    perRound: growth.perRound,
    bytesPerRound: growth.bytesPerRound,
  };
}

/** New first, the gravest first, the largest first: a total order. */
function compareEntries(a: ComparedFinding, b: ComparedFinding): number {
  const size = ({ before, after }: ComparedFinding) => after?.freedBytes ?? before?.freedBytes ?? 0;
  return (
    FINDING_STATUSES.indexOf(a.status) - FINDING_STATUSES.indexOf(b.status) ||
    VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) ||
    size(b) - size(a) ||
    compareText(a.fingerprint, b.fingerprint) ||
    compareText(a.headline, b.headline)
  );
}
