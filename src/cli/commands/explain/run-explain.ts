import { explainFinding } from '../../../analyzers/explanation/explain-finding.js';
import { ToolError } from '../../../errors.js';
import type { Finding } from '../../../findings/report-schema.js';
import { escapeControls } from '../../../report/escape.js';
import type { ExplanationFormat } from '../../../report/explanation-formats.js';
import { renderExplanation } from '../../../report/explanation-report.js';
import { readReportFile } from '../../inputs/report-file.js';
import { checkOutputFile } from '../../output/output-file.js';
import { writeRendered } from '../../output/write-rendered.js';
import { sourceRoot } from '../../output/write-reports.js';
import { ExitCode } from '../../process/exit-code.js';
import { type CliIo, writeText } from '../../process/io.js';

/** Arguments of `poolscope explain`. */
export interface ExplainArguments {
  readonly report: string;
  readonly finding?: string | undefined;
  readonly format: ExplanationFormat;
  readonly output?: string | undefined;
  readonly 'relative-to'?: string | undefined;
  readonly color?: boolean | undefined;
}

/** A shorter beginning of a fingerprint may be meant as a number. */
const SHORTEST_START = 4;

/** Runs `poolscope explain`. @returns the exit code */
export async function runExplain(args: ExplainArguments, io: CliIo): Promise<number> {
  const { output, color } = args;
  const report = readReportFile(args.report);
  if (output !== undefined) await checkOutputFile(output, [args.report]);
  if (report.findings.length === 0) {
    if (args.finding !== undefined) throw unknownFinding(args, []);
    await writeText(
      io.stdout,
      `There is no finding to explain. ${escapeControls(report.headline)}
`,
    );
    return ExitCode.clean;
  }
  const explanation = explainFinding(
    report,
    args.finding === undefined ? 0 : indexOf(args.finding, report.findings, args),
  );
  const root = sourceRoot(args, io);
  await writeRendered(io, { output, color }, (target) =>
    renderExplanation(explanation, args.format, {
      ...target,
      reportFile: args.report,
      ...(root === undefined ? {} : { root }),
    }),
  );
  return ExitCode.clean;
}

/** The place of a finding in the report, by its fingerprint, the beginning of one, or its number. */
function indexOf(wanted: string, findings: readonly Finding[], args: ExplainArguments): number {
  const exact = findings.findIndex(({ fingerprint }) => fingerprint === wanted);
  if (exact !== -1) return exact;
  const number = Number(wanted);
  if (Number.isInteger(number) && number >= 1 && number <= findings.length) return number - 1;
  const alike = findings.flatMap(({ fingerprint }, index) => (fingerprint.startsWith(wanted) ? [index] : []));
  const [only, ...more] = wanted.length < SHORTEST_START ? [] : alike;
  if (only === undefined || more.length > 0) throw unknownFinding(args, findings);
  return only;
}

function unknownFinding({ report, finding }: ExplainArguments, findings: readonly Finding[]): ToolError {
  const count = findings.length === 1 ? 'one finding' : `${findings.length || 'no'} findings`;
  return new ToolError('usage', `${report} has no finding ${finding ?? ''}: it has ${count}`, {
    hint: 'Give a number, counted from 1, or a fingerprint of the report.',
  });
}
