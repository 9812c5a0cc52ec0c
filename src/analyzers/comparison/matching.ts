import { type Finding, VERDICTS } from '../../findings/report-schema.js';
import { MIN_PER_ROUND } from '../series/growth-pattern.js';

/** Factor by which growth or bytes must exceed the earlier value: runs of one program differ by less. */
const CLEARLY_LARGER = 1.25;
/** Differences below this are noise. */
const MIN_BYTES = 10_000;

/** What findings are matched and compared by: of a report, or as an entry of a baseline. */
export interface Measured extends Pick<Finding, 'kind' | 'verdict' | 'fingerprint' | 'freedBytes'> {
  /** The reference to cut. */
  readonly label: string | null;
  readonly perRound: number | null;
  readonly bytesPerRound: number | null;
}

/** An earlier and a later finding that are one fault. */
export interface Match<Before extends Measured, After extends Measured> {
  readonly before: Before;
  readonly after: After;
  readonly by: 'fingerprint' | 'broken-edge';
}

/** A finding as it is measured, with the finding itself. */
export function measured(finding: Finding): Measured & { readonly finding: Finding } {
  const { kind, verdict, fingerprint, freedBytes, growth, brokenEdge } = finding;
  return {
    finding,
    kind,
    verdict,
    fingerprint,
    freedBytes,
    label: brokenEdge?.label ?? null,
    perRound: growth.perRound,
    bytesPerRound: growth.bytesPerRound,
  };
}

/** Matches each later finding with an earlier one: by fingerprint first, then by kind and reference to cut. */
export function matchFindings<Before extends Measured, After extends Measured>(
  before: readonly Before[],
  after: readonly After[],
): Match<Before, After>[] {
  const matches: Match<Before, After>[] = [];
  const matched = new Set<Before>();
  let left: readonly After[] = after;
  const keys = [
    ['fingerprint', (finding: Measured) => finding.fingerprint],
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
function listByKey<F extends Measured>(
  findings: readonly F[],
  keyOf: (finding: Measured) => string | null,
): Map<string | null, F[]> {
  const lists = new Map<string | null, F[]>();
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
function referenceKey({ kind, label }: Measured): string | null {
  if (label === null) return null;
  return `${kind} ${label.replace(/\((live|idle|leased|dead|unknown)\)/g, '').replace(/\d+/g, '#')}`;
}

/** How many snapshots each side has. */
export interface SeriesLengths {
  readonly before: number;
  readonly after: number;
}

/**
 * Whether the later of two matched findings is graver, grows clearly faster, or holds clearly more. A longer series is surer, so that
 * it says a graver thing of the same does not count; totals can be compared only of series with as many snapshots.
 */
export function isClearlyWorse(before: Measured, after: Measured, snapshots: SeriesLengths): boolean {
  const isGraver = VERDICTS.indexOf(after.verdict) < VERDICTS.indexOf(before.verdict);
  if (isGraver && snapshots.after <= snapshots.before) return true;
  if (isLarger(before.perRound, after.perRound, MIN_PER_ROUND)) return true;
  if (isLarger(before.bytesPerRound, after.bytesPerRound, MIN_BYTES)) return true;
  // What grows at the same rate holds more in a later part of the same process.
  if (isGrowing(before) && isGrowing(after)) return false;
  return snapshots.before === snapshots.after && isLarger(before.freedBytes, after.freedBytes, MIN_BYTES);
}

function isGrowing({ perRound }: Measured): boolean {
  return perRound !== null && perRound > 0;
}

function isLarger(before: number | null, after: number | null, least: number): boolean {
  return before !== null && after !== null && after - before >= least && after > before * CLEARLY_LARGER;
}
