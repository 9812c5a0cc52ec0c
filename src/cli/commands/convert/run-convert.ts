import { withConfig } from '../../inputs/config-file.js';
import { readCurrentReport } from '../../inputs/report-file.js';
import { checkOutputs } from '../../output/write-reports.js';
import type { CliIo } from '../../process/io.js';
import { printReport } from '../analyze/run-analyze.js';
import type { ReportArguments } from '../report-options.js';

/** Arguments of `poolscope convert`: those of `analyze` that say how to report. */
export type ConvertArguments = Omit<
  ReportArguments,
  'profile' | 'source-root' | 'builtin-profiles' | 'engine' | 'heap-limit' | 'max-memory' | 'timings'
> & {
  readonly file: string;
};

/** Runs `poolscope convert`. @returns the exit code, which is that of `analyze` for the same findings */
export async function runConvert(args: ConvertArguments, io: CliIo): Promise<number> {
  const configured = await withConfig(args, io);
  const { file, baseline } = configured;
  const report = readCurrentReport(file);
  await checkOutputs(configured, baseline === undefined ? [file] : [file, baseline]);
  return await printReport(report, { ...configured, reportFile: file }, io);
}
