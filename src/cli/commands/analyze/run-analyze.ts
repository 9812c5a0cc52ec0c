import type { AnalyzeOptions } from '../../../analyze.js';
import { applyBaseline } from '../../../analyzers/comparison/baselines.js';
import { keptFilesOnDisk } from '../../../disk/kept-files.js';
import { findSnapshotInputs } from '../../../disk/snapshot-inputs.js';
import { findSourceRoots, sourceFilesOnDisk } from '../../../disk/source-files-on-disk.js';
import type { Report } from '../../../findings/report-schema.js';
import { renderReport } from '../../../report/formats.js';
import { readBaselineFile } from '../../inputs/baseline-file.js';
import { type Configured, withConfig } from '../../inputs/config-file.js';
import { readProfileFiles } from '../../inputs/profile-files.js';
import { dayOf } from '../../inputs/today.js';
import { createProgress } from '../../output/progress.js';
import { checkOutputs, type OutputArguments, writeOutputs } from '../../output/write-reports.js';
import type { CliDependencies } from '../../process/dependencies.js';
import { exitCode } from '../../process/exit-code.js';
import type { CliIo } from '../../process/io.js';
import { tuneForParsing } from '../../process/tune-engine.js';
import type { ConfiguredReportArguments, ReportArguments } from '../report-options.js';

/** Arguments of `poolscope analyze`. */
export type AnalyzeArguments = ReportArguments & { readonly snapshots: readonly string[] };

/** Runs `poolscope analyze`. @returns the exit code */
export async function runAnalyze(args: AnalyzeArguments, io: CliIo, dependencies: CliDependencies): Promise<number> {
  const configured = await withConfig(args, io);
  const { baseline } = configured;
  // An error in it comes before minutes of analysis.
  if (baseline !== undefined) readBaselineFile(baseline);
  return await printReport(await analyzeNamed(configured, io, dependencies), configured, io);
}

/** Analyzes what the arguments name. */
async function analyzeNamed(
  args: Configured<AnalyzeArguments>,
  io: CliIo,
  dependencies: CliDependencies,
): Promise<Report> {
  const options = await analysisOptions(args);
  const inputs = await findSnapshotInputs(args.snapshots, io);
  const paths = inputs.flatMap(({ path }) => (path === null ? [] : [path]));
  await checkOutputs(args, inputFiles(args, paths));
  const progress = createProgress(io);
  try {
    return await dependencies.analyze(inputs, { ...options, signal: io.signal, onProgress: progress.update });
  } finally {
    progress.clear();
  }
}

/** What the arguments say about how to analyze. Reads the files of the profiles. */
export async function analysisOptions(args: ConfiguredReportArguments): Promise<AnalyzeOptions> {
  const { 'heap-limit': heapLimitBytes, 'max-memory': availableMemoryBytes } = args;
  return {
    engine: args.engine,
    profiles: await readProfileFiles(args.profile),
    builtinProfiles: args['builtin-profiles'],
    sourceFiles: sourceFilesOnDisk,
    keptFiles: keptFilesOnDisk,
    sourceRoots: await findSourceRoots(args['source-root']),
    beforeParsing: tuneForParsing,
    timings: args.timings === true,
    ...(heapLimitBytes === undefined ? {} : { heapLimitBytes }),
    ...(availableMemoryBytes === undefined ? {} : { availableMemoryBytes }),
  };
}

/** Files that are read, so that nothing must be written to them. */
export function inputFiles(
  { profile, baseline }: ConfiguredReportArguments,
  snapshots: readonly string[] = [],
): readonly string[] {
  return [...snapshots, ...profile, ...(baseline === undefined ? [] : [baseline])];
}

/** Compares a report with the baseline, and writes it to where the arguments say. @returns the exit code */
export async function printReport(
  found: Report,
  args: OutputArguments & Pick<ConfiguredReportArguments, 'baseline'>,
  io: CliIo,
): Promise<number> {
  io.signal.throwIfAborted();
  const { baseline } = args;
  const report =
    baseline === undefined ? found : applyBaseline(found, readBaselineFile(baseline), baseline, dayOf(new Date()));
  await writeOutputs(io, args, (format, options) => renderReport(report, format, options));
  return exitCode(report, args['fail-on']);
}
