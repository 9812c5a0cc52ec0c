import { type ComparedFinding, type ComparedMeasure, FINDING_STATUSES } from '../../findings/comparison-schema.js';
import { compareText } from '../../findings/finding-order.js';
import { type Finding, VERDICTS } from '../../findings/report-schema.js';
import { isClearlyWorse, matchFindings, measured, type SeriesLengths } from './matching.js';

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
  const matches = matchFindings(before.map(measured), after.map(measured));
  const known = new Set(matches.flatMap((match) => [match.before.finding, match.after.finding]));
  const entries: ComparedFinding[] = [
    ...matches.map((match) => {
      const isWorse = isClearlyWorse(match.before, match.after, snapshots);
      return {
        ...describe(match.after.finding, isWorse ? 'worse' : 'remaining'),
        matchedBy: match.by,
        before: measure(match.before.finding),
        after: measure(match.after.finding),
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
