import { SeriesAnalysis } from './analyzers/search/series-analysis.js';
import type { Report } from './findings/report-schema.js';
import { HeapGraph } from './graph/heap-graph.js';
import { BUILTIN_PROFILES } from './profiles/builtin-profiles.js';
import type { Profile } from './profiles/profile-schema.js';
import { reportOnSeries } from './series-report.js';
import type { SnapshotColumns } from './snapshot/columns.js';

/** Options of {@link SnapshotSeries}. */
export interface SnapshotSeriesOptions {
  /** Profiles of your own pools. They take precedence over the built-in ones. */
  readonly profiles?: readonly Profile[];
  /** False to leave out the built-in profiles. */
  readonly builtinProfiles?: boolean;
}

/** What {@link SnapshotSeries.finish} gives. */
export interface SeriesFindings {
  readonly report: Report;
  /** V8's ids of all suspects of each finding, in the order of `report.findings`. The report itself lists only a few of them. */
  readonly suspectIds: readonly ReadonlySet<number>[];
}

/**
 * Analyzes snapshots that are in memory already, without a file, a promise or the program's code. Only one graph is in memory at a
 * time: of each snapshot that is added a summary remains.
 *
 * @example
 * ```ts
 * const series = new SnapshotSeries();
 * for (const [name, columns] of earlier) series.add(columns, name);
 * const { report, suspectIds } = series.finish(last, 'last');
 * ```
 */
export class SnapshotSeries {
  readonly #analysis: SeriesAnalysis;
  readonly #names: string[] = [];

  constructor({ profiles = [], builtinProfiles = true }: SnapshotSeriesOptions = {}) {
    this.#analysis = new SeriesAnalysis([...profiles, ...(builtinProfiles ? BUILTIN_PROFILES : [])]);
  }

  /** Adds an earlier snapshot. They must be added in the order of their capture. @param name its name in the report */
  add(columns: SnapshotColumns, name: string): void {
    this.#analysis.add(new HeapGraph(columns));
    this.#names.push(name);
  }

  /**
   * Analyzes the series. It may be called again, and snapshots may be added in between.
   *
   * @param columns the last snapshot, or the only one
   * @param name its name in the report
   */
  finish(columns: SnapshotColumns, name: string): SeriesFindings {
    const result = this.#analysis.finish(new HeapGraph(columns));
    const inputs = [...this.#names, name].map((each) => ({ name: each }));
    return {
      report: reportOnSeries(inputs, result, null, null, undefined),
      suspectIds: result.listSuspectIds().map((ids) => new Set(ids)),
    };
  }
}
