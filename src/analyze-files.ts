import { type AnalyzeOptions, analyzeSnapshots } from './analyze.js';
import { keptFilesOnDisk } from './disk/kept-files.js';
import { findSnapshotInputs } from './disk/snapshot-inputs.js';
import { findSourceRoots, sourceFilesOnDisk } from './disk/source-files-on-disk.js';
import type { Report } from './findings/report-schema.js';

/** Options of {@link analyzeFiles}: those of `analyzeSnapshots`, without what reads files. */
export type AnalyzeFilesOptions = Omit<AnalyzeOptions, 'sourceFiles' | 'keptFiles'>;

/**
 * Analyzes snapshots of one process that are files of this machine, as `poolscope analyze` does: with the times, the code and the
 * checkouts that `attach` or {@link captureSeries} kept beside them, and with source maps and sources that lie on the disk.
 *
 * @param paths files in the order of their capture; a folder stands for its snapshots, in natural order of their names
 *
 * @example
 * ```ts
 * const report = await analyzeFiles(['snapshots/'], { signal: AbortSignal.timeout(60_000) });
 * console.log(report.verdict, report.headline);
 * ```
 *
 * @throws ToolError when a file or source root is missing, cannot be read, is no heap snapshot, or is given twice
 * @throws the signal's reason when cancelled
 */
export async function analyzeFiles(paths: readonly string[], options: AnalyzeFilesOptions = {}): Promise<Report> {
  const inputs = await findSnapshotInputs(paths);
  const sourceRoots = await findSourceRoots(options.sourceRoots ?? []);
  return await analyzeSnapshots(inputs, {
    ...options,
    sourceRoots,
    sourceFiles: sourceFilesOnDisk,
    keptFiles: keptFilesOnDisk,
  });
}
