import { compareReports, type ReportSide } from '../../../analyzers/comparison/compare-reports.js';
import { keptFilesOnDisk } from '../../../disk/kept-files.js';
import { sourceFilesOnDisk } from '../../../disk/source-files-on-disk.js';
import { ToolError } from '../../../errors.js';
import type { Profile } from '../../../profiles/profile-schema.js';
import { renderComparison } from '../../../report/formats.js';
import { type ComparisonSide, readComparisonSide } from '../../inputs/comparison-side.js';
import { withConfig } from '../../inputs/config-file.js';
import { readProfileFiles } from '../../inputs/profile-files.js';
import { createProgress } from '../../output/progress.js';
import { checkOutputs, writeOutputs } from '../../output/write-reports.js';
import type { CliDependencies } from '../../process/dependencies.js';
import { comparisonExitCode } from '../../process/exit-code.js';
import type { CliIo } from '../../process/io.js';
import type { CompareArguments } from './compare-options.js';

/** Runs `poolscope compare`. @returns the exit code */
export async function runCompare(given: CompareArguments, io: CliIo, dependencies: CliDependencies): Promise<number> {
  const args = await withConfig(given, io);
  if (args.before === '-' && args.after === '-')
    throw new ToolError('usage', 'Standard input (-) can be read only once');
  const profiles = await readProfileFiles(args.profile);
  // Both sides are checked before either is analyzed, because an analysis takes minutes.
  const sides = {
    before: await readComparisonSide(args.before, io),
    after: await readComparisonSide(args.after, io),
  };
  await checkOutputs(args, filesOf(sides));
  const before = await toReport(sides.before, profiles, io, dependencies);
  const after = await toReport(sides.after, profiles, io, dependencies);
  io.signal.throwIfAborted();
  const comparison = compareReports(before, after, {
    toolVersion: dependencies.version,
    ...(args.operations === undefined ? {} : { operationsPerRound: args.operations }),
  });
  await writeOutputs(io, args, (format, options) => renderComparison(comparison, format, options));
  return comparisonExitCode(comparison, args['fail-on']);
}

function filesOf({ before, after }: Record<'before' | 'after', ComparisonSide>): string[] {
  return [before, after].flatMap((side) =>
    side.kind === 'report' ? [side.side.name] : side.inputs.flatMap(({ path }) => path ?? []),
  );
}

async function toReport(
  side: ComparisonSide,
  profiles: readonly Profile[],
  io: CliIo,
  dependencies: CliDependencies,
): Promise<ReportSide> {
  if (side.kind === 'report') return side.side;
  const progress = createProgress(io);
  try {
    const options = {
      profiles,
      sourceFiles: sourceFilesOnDisk,
      keptFiles: keptFilesOnDisk,
      signal: io.signal,
      onProgress: progress.update,
    };
    return { name: side.name, report: await dependencies.analyze(side.inputs, options) };
  } finally {
    progress.clear();
  }
}
