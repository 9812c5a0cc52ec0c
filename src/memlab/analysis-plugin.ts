import {
  renderReport,
  type SeriesFindings,
  type SnapshotColumns,
  SnapshotSeries,
  type SnapshotSeriesOptions,
} from '../index.js';
import { type MemlabSnapshot, readMemlabSnapshot } from './memlab-snapshot.js';

/** Columns of the text where the output is no terminal. */
const WIDTH = 80;

/** The part of the package `@memlab/heap-analysis` that an analysis is made with. */
export interface MemlabHeapAnalysis<Base extends new () => object, Options> {
  readonly BaseAnalysis: Base;
  /** Loads one snapshot of a folder after the other. */
  readonly snapshotMapReduce: (
    map: (snapshot: MemlabSnapshot, index: number, file: string) => void,
    reduce: () => SeriesFindings,
    options: Options,
  ) => Promise<SeriesFindings>;
}

/** Options of {@link analysisPlugin}. */
export interface AnalysisPluginOptions extends SnapshotSeriesOptions {
  /** Gets the text report. */
  readonly print: (text: string) => void;
}

/** What the class that {@link analysisPlugin} makes adds to memlab's `BaseAnalysis`. */
export interface PoolscopeAnalysis<Options> {
  /** `poolscope`, as in `memlab analyze poolscope`. */
  getCommandName(): string;
  getDescription(): string;
  /** Analyzes all snapshots of the folder, in the order of their names, and prints the report. */
  process(options: Options): Promise<SeriesFindings>;
}

/**
 * A class for `memlab analyze poolscope --analysis-plugin FILE --snapshot-dir FOLDER`, and for memlab's API.
 *
 * @param memlab the package `@memlab/heap-analysis`, of which poolscope has no copy
 *
 * @example
 * ```js
 * // poolscopeAnalysis.js: memlab wants a name that ends like this
 * const memlab = require('@memlab/heap-analysis');
 * module.exports = require('poolscope/memlab').analysisPlugin(memlab, { print: console.log });
 * ```
 */
export function analysisPlugin<Base extends new () => object, Options>(
  memlab: MemlabHeapAnalysis<Base, Options>,
  { print, ...own }: AnalysisPluginOptions,
): new () => InstanceType<Base> & PoolscopeAnalysis<Options> {
  class Analysis extends (memlab.BaseAnalysis as new () => object) {
    getCommandName(): string {
      return 'poolscope';
    }

    getDescription(): string {
      return 'leaked connections and reservations of pools, with the reference to clear';
    }

    async process(options: Options): Promise<SeriesFindings> {
      const series = new SnapshotSeries(own);
      let last: { readonly columns: SnapshotColumns; readonly file: string } | null = null;
      const found = await memlab.snapshotMapReduce(
        (snapshot, _index, file) => {
          // Which one is the last shows when no other comes.
          if (last !== null) series.add(last.columns, last.file);
          last = { columns: readMemlabSnapshot(snapshot, file), file };
        },
        () => {
          if (last === null) throw new Error('memlab loaded no snapshot');
          return series.finish(last.columns, last.file);
        },
        options,
      );
      print(await renderReport(found.report, 'text', { width: WIDTH, color: false }));
      return found;
    }
  }
  return Analysis as unknown as new () => InstanceType<Base> & PoolscopeAnalysis<Options>;
}
