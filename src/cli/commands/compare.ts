import type { Argv } from 'yargs';

import { compareReports, type ReportSide } from '../../analyzers/comparison.js';
import { ToolError } from '../../errors.js';
import type { Profile } from '../../profiles/profile-schema.js';
import { COMPARISON_FORMATS, type ComparisonFormat, renderComparison } from '../../report/comparison-report.js';
import type { CommandSyntax } from '../command-syntax.js';
import { type ComparisonSide, readComparisonSide } from '../comparison-side.js';
import type { CliDependencies } from '../dependencies.js';
import { comparisonExitCode, FAIL_POLICIES, type FailPolicy } from '../exit-code.js';
import type { CliIo } from '../io.js';
import { checkOutputFile } from '../output-file.js';
import { readProfileFiles } from '../profile-files.js';
import { createProgress } from '../progress.js';
import { sourceFilesOnDisk } from '../source-files.js';
import { writeRendered } from '../write-rendered.js';
import { singleOption } from './single-option.js';

/** Arguments of `poolscope compare`. */
export interface CompareArguments {
  readonly before: string;
  readonly after: string;
  readonly format: ComparisonFormat;
  readonly output: string | undefined;
  readonly profile: readonly string[];
  /** Operations in each round, or undefined. */
  readonly operations: number | undefined;
  readonly failOn: FailPolicy;
  readonly quiet: boolean;
  readonly color: boolean | undefined;
  readonly verbose: boolean;
}

const OPTIONS = {
  operations: {
    describe: 'Operations (reservations, requests) in each round, for costs per operation',
    type: 'number',
    requiresArg: true,
  },
  format: { describe: 'Form of the comparison', choices: COMPARISON_FORMATS, default: 'text', requiresArg: true },
  output: { alias: 'o', describe: 'Write the comparison to this file', type: 'string', requiresArg: true },
  profile: {
    describe: 'Profile of your own pool (JSON or YAML); may be repeated',
    type: 'string',
    array: true,
    nargs: 1,
  },
  'fail-on': {
    describe: 'Mildest verdict of a new or worse finding that makes the exit code 1',
    choices: FAIL_POLICIES,
    default: 'leak',
    requiresArg: true,
  },
  quiet: { alias: 'q', describe: 'Print one line per finding, and nothing when there is none', type: 'boolean' },
  verbose: { describe: 'Print all rows, and notes too', type: 'boolean' },
  color: { describe: 'Use colours; --no-color for none', type: 'boolean', defaultDescription: 'on a terminal' },
} as const;

/** What `compare` takes. */
export const COMPARE_SYNTAX: CommandSyntax = {
  options: OPTIONS,
  operands: { least: 2, most: 2, expected: 'two reports or series, before and after' },
  exclusive: [['quiet', 'verbose']],
};

const SIDE = 'a report (JSON), a folder of snapshots, or snapshots with commas between them';

/** Adds `compare` to the parser. `select` is called with the arguments when it is the command given. */
export function defineCompare<T>(parser: Argv<T>, select: (args: CompareArguments) => void): Argv<T> {
  return parser.command(
    'compare <before> <after>',
    'Compare two reports or series: what is fixed, remains, is new or worse',
    (command) =>
      command
        .positional('before', { describe: `Before, or with a feature: ${SIDE}`, type: 'string', demandOption: true })
        .positional('after', { describe: 'After, or without it: likewise', type: 'string', demandOption: true })
        .options(OPTIONS)
        .example('$0 compare before.json after/', 'was the leak mended?')
        .example('$0 compare with/ without/ --operations 105', 'what does one reservation cost?')
        .epilogue(EXIT_CODES),
    (args) => {
      select({
        before: args.before,
        after: args.after,
        format: singleOption('format', args.format),
        output: singleOption('output', args.output),
        profile: args.profile ?? [],
        operations: checkOperations(singleOption('operations', args.operations)),
        failOn: singleOption('fail-on', args['fail-on']),
        quiet: args.quiet === true,
        verbose: args.verbose === true,
        color: args.color,
      });
    },
  );
}

function checkOperations(operations: number | undefined): number | undefined {
  if (operations === undefined || (Number.isFinite(operations) && operations > 0)) return operations;
  throw new ToolError('usage', '--operations: expected a number above 0, the operations in each round');
}

const EXIT_CODES = `Exit codes:
  0  nothing is new or worse that is as grave as --fail-on
  1  something is
  2  bad usage, bad input, or a failure`;

/** Runs `poolscope compare`. @returns the exit code */
export async function runCompare(args: CompareArguments, io: CliIo, dependencies: CliDependencies): Promise<number> {
  if (args.before === '-' && args.after === '-')
    throw new ToolError('usage', 'Standard input (-) can be read only once');
  if (args.output !== undefined) await checkOutputFile(args.output);
  const profiles = await readProfileFiles(args.profile);
  // Both are looked for before either is analysed, as that takes minutes.
  const sides = {
    before: await readComparisonSide(args.before, io.stdin),
    after: await readComparisonSide(args.after, io.stdin),
  };
  const before = await toReport(sides.before, profiles, io, dependencies);
  const after = await toReport(sides.after, profiles, io, dependencies);
  io.signal.throwIfAborted();
  const comparison = compareReports(before, after, {
    toolVersion: dependencies.version,
    ...(args.operations === undefined ? {} : { operationsPerRound: args.operations }),
  });
  const { quiet, verbose } = args;
  await writeRendered(io, args, (target) => renderComparison(comparison, args.format, { ...target, quiet, verbose }));
  return comparisonExitCode(comparison, args.failOn);
}

async function toReport(
  side: ComparisonSide,
  profiles: readonly Profile[],
  io: CliIo,
  dependencies: CliDependencies,
): Promise<ReportSide> {
  if (side.kind === 'report') return side.side;
  const progress = createProgress(io.stderr);
  try {
    const options = { profiles, sourceFiles: sourceFilesOnDisk, signal: io.signal, onProgress: progress.update };
    return { name: side.name, report: await dependencies.analyze(side.inputs, options) };
  } finally {
    progress.clear();
  }
}
