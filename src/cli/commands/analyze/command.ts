import type { Argv } from 'yargs';

import { REPORT_FORMATS, type ReportFormat } from '../../../report/format-names.js';
import { parseByteAmount } from '../../arguments/byte-amount.js';
import type { CommandSyntax } from '../../arguments/command.js';
import { FAIL_POLICIES, type FailPolicy } from '../../process/exit-code.js';
import type { GivenArguments } from '../../given-arguments.js';

const ENGINES = ['native', 'memlab'] as const;

/** Arguments of `poolscope analyze`. */
export interface AnalyzeArguments extends ReportArguments {
  readonly snapshots: readonly string[];
}

/** How to analyse and to report, whatever the snapshots. */
export interface ReportArguments {
  readonly format: ReportFormat;
  readonly output: string | undefined;
  readonly profile: readonly string[];
  readonly builtinProfiles: boolean;
  readonly sourceRoot: readonly string[];
  readonly engine: (typeof ENGINES)[number];
  /** Bytes, or undefined. */
  readonly heapLimit: number | undefined;
  /** Bytes, of this process. */
  readonly maxMemory: number | undefined;
  readonly failOn: FailPolicy;
  readonly quiet: boolean;
  readonly color: boolean | undefined;
  readonly timings: boolean;
  readonly verbose: boolean;
}

/** Options of {@link ReportArguments}. */
export const REPORT_OPTIONS = {
  format: { describe: 'Form of the report', choices: REPORT_FORMATS, default: 'text', requiresArg: true },
  output: { alias: 'o', describe: 'Write the report to this file', type: 'string', requiresArg: true },
  profile: {
    describe: 'Profile of your own pool (JSON or YAML); may be repeated',
    type: 'string',
    array: true,
    // One value each time: what follows is a snapshot.
    nargs: 1,
  },
  'source-root': {
    describe: 'Folder with the files of the process on this machine, for source maps; may be repeated',
    type: 'string',
    array: true,
    nargs: 1,
  },
  'builtin-profiles': {
    describe: 'Know the pools of libraries by name; --no-builtin-profiles to infer all',
    type: 'boolean',
    default: true,
    defaultDescription: 'yes',
  },
  engine: { describe: 'What reads the snapshots', choices: ENGINES, default: 'native', requiresArg: true },
  'heap-limit': {
    describe: 'Heap limit of the process (4GB, 512MiB), to tell the time that is left',
    type: 'string',
    requiresArg: true,
  },
  'max-memory': {
    describe: 'Memory that the analysis may use (20GB), instead of what is free now',
    type: 'string',
    requiresArg: true,
  },
  'fail-on': {
    describe: 'Mildest verdict that makes the exit code 1',
    choices: FAIL_POLICIES,
    default: 'leak',
    requiresArg: true,
  },
  quiet: { alias: 'q', describe: 'Print one line per finding, and nothing when there is none', type: 'boolean' },
  verbose: { describe: 'Print all steps, rows and samples', type: 'boolean' },
  timings: { describe: 'Report how long each phase took', type: 'boolean' },
  color: { describe: 'Use colours; --no-color for none', type: 'boolean', defaultDescription: 'on a terminal' },
} as const;

/** Of which only one may be given. */
export const REPORT_EXCLUSIVE = [['quiet', 'verbose']] as const;

/** What `analyze` takes. */
export const ANALYZE_SYNTAX: CommandSyntax = {
  options: REPORT_OPTIONS,
  operands: { least: 1, most: Number.POSITIVE_INFINITY, expected: 'snapshots: files in capture order, a folder, or -' },
  exclusive: REPORT_EXCLUSIVE,
};

/** Adds `analyze` to what the help tells of. */
export function describeAnalyze<T>(parser: Argv<T>): Argv<T> {
  return parser.command(
    'analyze <snapshots..>',
    'Find leaked connections and reservations in heap snapshots',
    (command) =>
      command
        .positional('snapshots', {
          describe: 'Snapshots in capture order, a folder of them, or - for standard input',
          type: 'string',
          array: true,
          demandOption: true,
        })
        .options(REPORT_OPTIONS)
        .example('$0 analyze heap-1.heapsnapshot heap-2.heapsnapshot', 'a series of one process')
        .example('$0 analyze snapshots/ --format json -o report.json', 'all of a folder, for a program')
        .epilogue(EXIT_CODES),
  );
}

/** @throws ToolError `usage` */
export function readAnalyzeArguments(given: GivenArguments): AnalyzeArguments {
  return { snapshots: given.operands, ...readReportArguments(given) };
}

/** @throws ToolError `usage` when an option that may be given once was given twice, or is no amount */
export function readReportArguments(given: GivenArguments): ReportArguments {
  return {
    format: given.choice('format', REPORT_FORMATS) ?? 'text',
    output: given.outputFile('output'),
    profile: given.texts('profile'),
    builtinProfiles: given.flag('builtin-profiles') ?? true,
    sourceRoot: given.texts('source-root'),
    engine: given.choice('engine', ENGINES) ?? 'native',
    heapLimit: readAmount(given, 'heap-limit'),
    maxMemory: readAmount(given, 'max-memory'),
    failOn: given.choice('fail-on', FAIL_POLICIES) ?? 'leak',
    quiet: given.flag('quiet') ?? false,
    verbose: given.flag('verbose') ?? false,
    timings: given.flag('timings') ?? false,
    color: given.flag('color'),
  };
}

function readAmount(given: GivenArguments, option: string): number | undefined {
  const text = given.text(option);
  return text === undefined ? undefined : parseByteAmount(text, option);
}

const EXIT_CODES = `Exit codes:
  0  nothing as grave as --fail-on
  1  findings at least as grave as --fail-on
  2  bad usage, bad input, or a failure`;
