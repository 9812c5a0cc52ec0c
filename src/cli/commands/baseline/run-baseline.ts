import { makeBaseline } from '../../../analyzers/comparison/baselines.js';
import { escapeJsonText } from '../../../report/escape.js';
import { type LastDay, lastDayFrom } from '../../arguments/last-day.js';
import { readBaselineFile } from '../../inputs/baseline-file.js';
import { readReportFile } from '../../inputs/report-file.js';
import { checkOutputFile, writeOutputFile } from '../../output/output-file.js';
import type { CliDependencies } from '../../process/dependencies.js';
import { ExitCode } from '../../process/exit-code.js';
import { type CliIo, writeText } from '../../process/io.js';

/** Arguments of `poolscope baseline`. */
export interface BaselineArguments {
  readonly report: string;
  readonly output?: string | undefined;
  readonly reason?: string | undefined;
  readonly expires?: LastDay | undefined;
  readonly baseline?: string | undefined;
}

/** Runs `poolscope baseline`. @returns the exit code */
export async function runBaseline(
  { report: path, output, reason = '', expires, baseline }: BaselineArguments,
  io: CliIo,
  { version }: CliDependencies,
): Promise<number> {
  const report = readReportFile(path);
  const earlier = baseline === undefined ? null : readBaselineFile(baseline);
  if (output !== undefined) await checkOutputFile(output, [path]);
  const made = makeBaseline(
    { name: path, report },
    {
      reason,
      expires: expires === undefined ? null : lastDayFrom(expires, new Date()),
      toolVersion: version,
      ...(earlier === null ? {} : { earlier }),
    },
  );
  const text = `${escapeJsonText(JSON.stringify(made, null, 2))}\n`;
  if (output === undefined) {
    await writeText(io.stdout, text);
    return ExitCode.clean;
  }
  await writeOutputFile(output, text);
  const nameless = made.entries.filter((entry) => entry.reason === '').length;
  const advice = nameless === 0 ? '' : `; ${nameless} without a reason: write one into "reason", or give --reason`;
  const counted = made.entries.length === 1 ? '1 known finding' : `${made.entries.length} known findings`;
  await writeText(io.stderr, `${output}: ${counted}${advice}\n`);
  return ExitCode.clean;
}
