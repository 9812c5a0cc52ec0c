import { resolve } from 'node:path';

import { ToolError } from '../../errors.js';
import type { FailPolicy } from '../../findings/fail-policy.js';
import type { RenderOptions, ReportFormat } from '../../report/formats.js';
import type { CliIo } from '../process/io.js';
import { checkOutputFile, writeOutputFile } from './output-file.js';
import { lineWidth } from './terminal.js';
import { writeRendered } from './write-rendered.js';

/** Where a report or comparison goes, and how it is shown. */
export interface OutputArguments {
  readonly format: ReportFormat;
  readonly output?: string | undefined;
  /** More formats, each with its file. */
  readonly report?: readonly { readonly format: ReportFormat; readonly path: string }[] | undefined;
  /** A file with the same report as JSON, which exists already. */
  readonly reportFile?: string | undefined;
  readonly 'relative-to'?: string | undefined;
  readonly 'fail-on': FailPolicy;
  readonly quiet?: boolean | undefined;
  readonly verbose?: boolean | undefined;
  readonly color?: boolean | undefined;
}

/**
 * Checks, before an analysis of minutes, that all files can be written.
 *
 * @param inputs files that must not be overwritten
 * @throws ToolError
 */
export async function checkOutputs({ output, report = [] }: OutputArguments, inputs: readonly string[]): Promise<void> {
  if (output !== undefined) await checkOutputFile(output, inputs);
  for (const { path } of report) {
    if (output !== undefined && resolve(output) === resolve(path))
      throw new ToolError('usage', `--output and --report would both be written to ${path}`);
    await checkOutputFile(path, inputs);
  }
}

/** Writes all formats. Those for files are rendered before anything is written, so that a failure leaves nothing half done. */
export async function writeOutputs(
  io: CliIo,
  args: OutputArguments,
  render: (format: ReportFormat, options: RenderOptions) => Promise<string>,
): Promise<void> {
  const { format, output, report = [], quiet = false, verbose = false, color } = args;
  const root = sourceRoot(args, io);
  const written = format === 'json' ? output : report.find((target) => target.format === 'json')?.path;
  const reportFile = written ?? args.reportFile;
  const shared = {
    quiet,
    verbose,
    failOn: args['fail-on'],
    ...(root === undefined ? {} : { root }),
    ...(reportFile === undefined ? {} : { reportFile }),
  };
  const width = lineWidth({ isTTY: false }, io.env);
  const files: { readonly path: string; readonly text: string }[] = [];
  for (const target of report)
    files.push({ path: target.path, text: await render(target.format, { ...shared, width, color: false }) });
  await writeRendered(io, { output, color }, (target) => render(format, { ...shared, ...target }));
  for (const { path, text } of files) await writeOutputFile(path, text);
}

/** The folder, absolute, that formats for machines name files relative to. */
export function sourceRoot(
  { 'relative-to': given }: Pick<OutputArguments, 'relative-to'>,
  { folder }: CliIo,
): string | undefined {
  return given === undefined ? folder : resolve(folder ?? '/', given);
}
