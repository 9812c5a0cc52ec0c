import type { Report } from '../../../findings/report-schema.js';
import { renderReport } from '../../../report/formats.js';
import type { AnalyzeArguments } from './command.js';
import type { CliDependencies } from '../../process/dependencies.js';
import { exitCode } from '../../process/exit-code.js';
import type { CliIo } from '../../process/io.js';
import { checkOutputFile } from '../../output/output-file.js';
import { readProfileFiles } from '../../inputs/profile-files.js';
import { createProgress } from '../../output/progress.js';
import { findSnapshotInputs } from '../../inputs/snapshot-inputs.js';
import { findSourceRoots, sourceFilesOnDisk } from '../../inputs/source-files.js';
import { writeRendered } from '../../output/write-rendered.js';

/** Runs `poolscope analyze`. @returns the exit code */
export async function runAnalyze(args: AnalyzeArguments, io: CliIo, dependencies: CliDependencies): Promise<number> {
  const profiles = await readProfileFiles(args.profile);
  const sourceRoots = await findSourceRoots(args.sourceRoot);
  const inputs = await findSnapshotInputs(args.snapshots, io);
  const paths = inputs.flatMap(({ path }) => (path === null ? [] : [path]));
  if (args.output !== undefined) await checkOutputFile(args.output, paths);
  const progress = createProgress(io.stderr);
  let report: Report;
  try {
    report = await dependencies.analyze(inputs, {
      engine: args.engine,
      profiles,
      builtinProfiles: args.builtinProfiles,
      sourceFiles: sourceFilesOnDisk,
      sourceRoots,
      signal: io.signal,
      onProgress: progress.update,
      timings: args.timings,
      ...(args.heapLimit === undefined ? {} : { heapLimitBytes: args.heapLimit }),
      ...(args.maxMemory === undefined ? {} : { availableMemoryBytes: args.maxMemory }),
    });
  } finally {
    progress.clear();
  }
  io.signal.throwIfAborted();
  const { format, quiet, verbose } = args;
  await writeRendered(io, args, (target) => renderReport(report, format, { ...target, quiet, verbose }));
  return exitCode(report, args.failOn);
}
