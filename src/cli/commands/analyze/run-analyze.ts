import type { AnalyzeOptions } from '../../../analyze.js';
import { applyBaseline } from '../../../analyzers/comparison/baselines.js';
import type { Report } from '../../../findings/report-schema.js';
import { renderReport } from '../../../report/formats.js';
import { readBaselineFile } from '../../inputs/baseline-file.js';
import { keptFilesOnDisk } from '../../inputs/kept-files.js';
import { readProfileFiles } from '../../inputs/profile-files.js';
import { findSnapshotInputs } from '../../inputs/snapshot-inputs.js';
import { findSourceRoots, sourceFilesOnDisk } from '../../inputs/source-files-on-disk.js';
import { dayOf } from '../../inputs/today.js';
import { createProgress } from '../../output/progress.js';
import { checkOutputs, writeOutputs } from '../../output/write-reports.js';
import type { CliDependencies } from '../../process/dependencies.js';
import { exitCode } from '../../process/exit-code.js';
import type { CliIo } from '../../process/io.js';
import { tuneForParsing } from '../../process/tune-engine.js';
import type { ReportArguments } from '../report-options.js';

/** Arguments of `poolscope analyze`. */
export type AnalyzeArguments = ReportArguments & { readonly snapshots: readonly string[] };

/** Runs `poolscope analyze`. @returns the exit code */
export async function runAnalyze(args: AnalyzeArguments, io: CliIo, dependencies: CliDependencies): Promise<number> {
  return await printReport(await analyzeNamed(args, io, dependencies), args, io);
}

/**
 * Analyzes what the arguments name.
 *
 * @param watch looks at growing places in the living process; see {@link AnalyzeOptions}
 */
export async function analyzeNamed(
  args: AnalyzeArguments,
  io: CliIo,
  dependencies: CliDependencies,
  watch?: NonNullable<AnalyzeOptions['watch']>,
): Promise<Report> {
  const profiles = await readProfileFiles(args.profile ?? []);
  const sourceRoots = await findSourceRoots(args['source-root'] ?? []);
  const inputs = await findSnapshotInputs(args.snapshots, io);
  const paths = inputs.flatMap(({ path }) => (path === null ? [] : [path]));
  const baseline = args.baseline === undefined ? null : readBaselineFile(args.baseline);
  await checkOutputs(args, [
    ...paths,
    ...(args.profile ?? []),
    ...(args.baseline === undefined ? [] : [args.baseline]),
  ]);
  const { 'heap-limit': heapLimitBytes, 'max-memory': availableMemoryBytes } = args;
  const progress = createProgress(io);
  try {
    const report = await dependencies.analyze(inputs, {
      engine: args.engine,
      profiles,
      builtinProfiles: args['builtin-profiles'],
      sourceFiles: sourceFilesOnDisk,
      keptFiles: keptFilesOnDisk,
      sourceRoots,
      signal: io.signal,
      onProgress: progress.update,
      beforeParsing: tuneForParsing,
      timings: args.timings === true,
      ...(heapLimitBytes === undefined ? {} : { heapLimitBytes }),
      ...(availableMemoryBytes === undefined ? {} : { availableMemoryBytes }),
      ...(watch === undefined
        ? {}
        : {
            watch: (places) => {
              progress.clear();
              return watch(places);
            },
          }),
    });
    return baseline === null ? report : applyBaseline(report, baseline, args.baseline ?? '', dayOf(new Date()));
  } finally {
    progress.clear();
  }
}

/** Writes a report to where the arguments say. @returns the exit code */
export async function printReport(report: Report, args: ReportArguments, io: CliIo): Promise<number> {
  io.signal.throwIfAborted();
  await writeOutputs(io, args, (format, options) => renderReport(report, format, options));
  return exitCode(report, args['fail-on']);
}
