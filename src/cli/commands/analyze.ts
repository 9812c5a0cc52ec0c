import type { Argv, InferredOptionTypes } from 'yargs';

import type { Report } from '../../findings/report-schema.js';
import { REPORT_FORMATS, type ReportFormat, renderReport } from '../../report/formats.js';
import { parseByteAmount } from '../byte-amount.js';
import type { CommandSyntax } from '../command-syntax.js';
import type { CliDependencies } from '../dependencies.js';
import { exitCode, FAIL_POLICIES, type FailPolicy } from '../exit-code.js';
import type { CliIo } from '../io.js';
import { checkOutputFile } from '../output-file.js';
import { readProfileFiles } from '../profile-files.js';
import { createProgress } from '../progress.js';
import { findSnapshotInputs } from '../snapshot-inputs.js';
import { findSourceRoots, sourceFilesOnDisk } from '../source-files.js';
import { writeRendered } from '../write-rendered.js';
import { singleOption } from './single-option.js';

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

/** Adds `analyze` to the parser. `select` is called with the arguments when it is the command given. */
export function defineAnalyze<T>(parser: Argv<T>, select: (args: AnalyzeArguments) => void): Argv<T> {
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
    (args) => {
      select({ snapshots: args.snapshots, ...readReportArguments(args) });
    },
  );
}

/** What yargs makes of {@link REPORT_OPTIONS}. */
type ParsedReportOptions = InferredOptionTypes<typeof REPORT_OPTIONS>;

/** @throws ToolError `usage` when an option that may be given once was given twice, or is no amount */
export function readReportArguments(args: ParsedReportOptions): ReportArguments {
  return {
    format: singleOption('format', args.format),
    output: singleOption('output', args.output),
    profile: args.profile ?? [],
    builtinProfiles: args['builtin-profiles'],
    sourceRoot: args['source-root'] ?? [],
    engine: singleOption('engine', args.engine),
    heapLimit: parseAmount('heap-limit', singleOption('heap-limit', args['heap-limit'])),
    maxMemory: parseAmount('max-memory', singleOption('max-memory', args['max-memory'])),
    failOn: singleOption('fail-on', args['fail-on']),
    quiet: args.quiet === true,
    verbose: args.verbose === true,
    timings: args.timings === true,
    color: args.color,
  };
}

function parseAmount(option: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseByteAmount(text, option);
}

const EXIT_CODES = `Exit codes:
  0  nothing as grave as --fail-on
  1  findings at least as grave as --fail-on
  2  bad usage, bad input, or a failure`;

/** Runs `poolscope analyze`. @returns the exit code */
export async function runAnalyze(args: AnalyzeArguments, io: CliIo, dependencies: CliDependencies): Promise<number> {
  const profiles = await readProfileFiles(args.profile);
  const sourceRoots = await findSourceRoots(args.sourceRoot);
  const inputs = await findSnapshotInputs(args.snapshots, io.stdin);
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
