import type { Argv } from 'yargs';

import { ToolError } from '../../../errors.js';
import { COMPARISON_FORMATS, type ComparisonFormat } from '../../../report/format-names.js';
import type { CommandSyntax } from '../../arguments/command.js';
import { FAIL_POLICIES, type FailPolicy } from '../../process/exit-code.js';
import type { GivenArguments } from '../../given-arguments.js';

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

/** Adds `compare` to what the help tells of. */
export function describeCompare<T>(parser: Argv<T>): Argv<T> {
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
  );
}

/** @throws ToolError `usage` when an option that may be given once was given twice, or is no number of operations */
export function readCompareArguments(given: GivenArguments): CompareArguments {
  const [before = '', after = ''] = given.operands;
  return {
    before,
    after,
    format: given.choice('format', COMPARISON_FORMATS) ?? 'text',
    output: given.outputFile('output'),
    profile: given.texts('profile'),
    operations: checkOperations(given.number('operations')),
    failOn: given.choice('fail-on', FAIL_POLICIES) ?? 'leak',
    quiet: given.flag('quiet') ?? false,
    verbose: given.flag('verbose') ?? false,
    color: given.flag('color'),
  };
}

function checkOperations(operations: number | undefined): number | undefined {
  if (operations === undefined || (Number.isFinite(operations) && operations > 0)) return operations;
  throw new ToolError('usage', '--operations: expected a number above 0, the operations in each round');
}

const EXIT_CODES = `Exit codes:
  0  nothing is new or worse that is as grave as --fail-on
  1  something is
  2  bad usage, bad input, or a failure`;
