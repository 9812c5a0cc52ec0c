import { type SeriesFindings, SnapshotSeries, type SnapshotSeriesOptions, VERDICTS, type Verdict } from '../index.js';
import { type MemlabSnapshot, readMemlabSnapshot } from './memlab-snapshot.js';

/** Options of {@link leakFilter}. */
export interface LeakFilterOptions extends SnapshotSeriesOptions {
  /**
   * The snapshots before the one that memlab filters, as a series to which they were added. Without them, only dead objects are
   * found. `profiles` and `builtinProfiles` then have to be given to the series.
   */
  readonly earlier?: SnapshotSeries;
  /** The least verdict of findings whose objects pass; `suspect` when not given. */
  readonly atLeast?: Verdict;
  /** Gets all that was found, whatever memlab makes of it. */
  readonly onFindings?: (findings: SeriesFindings) => void;
}

/** memlab's `ILeakFilter`. */
export interface PoolscopeLeakFilter {
  readonly beforeLeakFilter: (snapshot: MemlabSnapshot) => void;
  readonly leakFilter: (node: { readonly id: number }) => boolean;
}

/**
 * A leak filter for `memlab find-leaks --leak-filter` and memlab's API: of the objects that memlab found to be left over, the ones
 * that a finding of poolscope accuses pass.
 *
 * @example
 * ```js
 * // leak-filter.js
 * module.exports = require('poolscope/memlab').leakFilter();
 * ```
 */
export function leakFilter(options: LeakFilterOptions = {}): PoolscopeLeakFilter {
  const { earlier, atLeast = 'suspect', onFindings, ...own } = options;
  const series = earlier ?? new SnapshotSeries(own);
  let accused: ReadonlySet<number> = new Set();
  return {
    beforeLeakFilter: (snapshot) => {
      const found = series.finish(readMemlabSnapshot(snapshot), 'final');
      accused = accusedBy(found, atLeast);
      onFindings?.(found);
    },
    leakFilter: ({ id }) => accused.has(id),
  };
}

function accusedBy({ report, suspectIds }: SeriesFindings, atLeast: Verdict): Set<number> {
  const counts = (verdict: Verdict): boolean => VERDICTS.indexOf(verdict) <= VERDICTS.indexOf(atLeast);
  const ids = suspectIds.flatMap((each, index) => {
    const finding = report.findings[index];
    return finding !== undefined && counts(finding.verdict) ? [...each] : [];
  });
  return new Set(ids);
}
