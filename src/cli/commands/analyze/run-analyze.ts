import type { AnalyzeOptions } from '../../../analyze.js';
import { keptFilesOnDisk } from '../../../disk/kept-files.js';
import { findSnapshotInputs } from '../../../disk/snapshot-inputs.js';
import { findSourceRoots, sourceFilesOnDisk } from '../../../disk/source-files-on-disk.js';
import type { Report } from '../../../findings/report-schema.js';
import { renderReport } from '../../../report/formats.js';
import { type Configured, withConfig } from '../../inputs/config-file.js';
import { readProfileFiles } from '../../inputs/profile-files.js';
import { checkOutputFile } from '../../output/output-file.js';
import { createProgress } from '../../output/progress.js';
import { writeRendered } from '../../output/write-rendered.js';
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
  return await printReport(await analyzeNamed(configured, io, dependencies), configured, io);
}

/** Analyzes what the arguments name. */
async function analyzeNamed(args: Configured<AnalyzeArguments>, io: CliIo, dependencies: CliDependencies): Promise<Report> {
  const options = await analysisOptions(args);
  const inputs = await findSnapshotInputs(args.snapshots, io);
  const paths = inputs.flatMap(({ path }) => (path === null ? [] : [path]));
  if (args.output !== undefined) await checkOutputFile(args.output, [...paths, ...args.profile]);
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

/** Writes a report to where the arguments say. @returns the exit code */
export async function printReport(report: Report, args: ConfiguredReportArguments, io: CliIo): Promise<number> {
  io.signal.throwIfAborted();
  const { format, quiet = false, verbose = false } = args;
  await writeRendered(io, args, (target) => renderReport(report, format, { ...target, quiet, verbose }));
  return exitCode(report, args['fail-on']);
}
