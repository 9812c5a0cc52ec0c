import yargs, { type Argv } from 'yargs';

import { ToolError } from '../errors.js';
import { ATTACH_OPTION_NAMES, type AttachArguments, defineAttach } from './attach-arguments.js';
import { ANALYZE_OPTION_NAMES, type AnalyzeArguments, defineAnalyze } from './commands/analyze.js';
import { COMPARE_OPTION_NAMES, type CompareArguments, defineCompare } from './commands/compare.js';
import { defineProfiles, PROFILES_OPTION_NAMES, type ProfilesArguments } from './commands/profiles.js';
import { defineSchema, type SchemaDocument } from './commands/schema.js';
import { suggestWord } from './suggest.js';

/** What the arguments ask for. */
export type Invocation =
  | { readonly command: 'analyze'; readonly args: AnalyzeArguments }
  | { readonly command: 'attach'; readonly args: AttachArguments }
  | { readonly command: 'compare'; readonly args: CompareArguments }
  | { readonly command: 'profiles'; readonly args: ProfilesArguments }
  | { readonly command: 'schema'; readonly document: SchemaDocument }
  /** `--help` and `--version`: the text to print. */
  | { readonly command: 'print'; readonly text: string };

/** Names of the commands, and of the options each takes. */
const OPTIONS_OF_COMMAND: Readonly<Record<string, readonly string[]>> = {
  analyze: ANALYZE_OPTION_NAMES,
  attach: ATTACH_OPTION_NAMES,
  compare: COMPARE_OPTION_NAMES,
  profiles: PROFILES_OPTION_NAMES,
  schema: ['comparison', 'profile', 'help', 'version'],
};

/** Longer lines of help are hard to read. */
const MAX_HELP_WIDTH = 100;

/**
 * Parses the arguments; runs nothing and prints nothing.
 *
 * @param width cells of a line, for the help
 * @throws ToolError `usage` with a suggestion when something is unknown, missing or contradictory
 */
export async function parseArguments(argv: readonly string[], version: string, width: number): Promise<Invocation> {
  refuseUnknownCommand(argv[0]);
  const select = (invocation: Invocation): never => {
    throw new Selected(invocation);
  };
  const base = yargs()
    .scriptName('poolscope')
    .usage('$0 <command>\n\nFinds leaked connections and reservations in V8 heap snapshots.')
    .version(version)
    .help()
    .alias('help', 'h')
    .detectLocale(false)
    .exitProcess(false)
    .strict()
    .demandCommand(1, 'Expected a command')
    .wrap(Math.min(width, MAX_HELP_WIDTH));
  const analyze = defineAnalyze(base, (args) => select({ command: 'analyze', args: restoreDashes(args) }));
  const { own, command } = splitCommand(argv);
  const attach = defineAttach(analyze, command, (args) => select({ command: 'attach', args: restoreOutput(args) }));
  const compare = defineCompare(attach, (args) => select({ command: 'compare', args: restoreSides(args) }));
  const profiles = defineProfiles(compare, (args) => select({ command: 'profiles', args: restoreSnapshot(args) }));
  const parser = defineSchema(profiles, (document) => select({ command: 'schema', document }));
  const { error, output } = await parse(parser, own.map(hideDash));
  if (error instanceof Selected) return error.invocation;
  if (error !== undefined) throw usageError(error, argv);
  return { command: 'print', text: `${output}\n` };
}

/**
 * Carries what a command's handler selected out of yargs, which lays out the help of a command whose handler returns,
 * asked for or not: that takes as long as reading ten megabytes of a snapshot.
 */
class Selected extends Error {
  readonly invocation: Invocation;

  constructor(invocation: Invocation) {
    super(invocation.command);
    this.invocation = invocation;
  }
}

/** With a callback yargs hands out its errors and its help instead of printing them; what handlers throw it throws. */
async function parse<T>(
  parser: Argv<T>,
  argv: readonly string[],
): Promise<{ error: Error | undefined; output: string }> {
  let error: Error | undefined;
  let output = '';
  const take = (failure: Error | undefined | null, _args: unknown, text: string): void => {
    error = failure ?? undefined;
    output = text;
  };
  try {
    await parser.parseAsync(argv, {}, take);
  } catch (thrown) {
    if (!(thrown instanceof Selected)) throw thrown;
    error = thrown;
  }
  return { error, output };
}

/** Splits off the command that `attach --spawn` starts, which is none of our arguments. */
function splitCommand(argv: readonly string[]): { readonly own: string[]; readonly command: readonly string[] } {
  const at = argv.indexOf('--');
  if (argv[0] !== 'attach' || at === -1) return { own: withoutTerminator(argv), command: [] };
  return { own: argv.slice(0, at), command: argv.slice(at + 1) };
}

/** yargs takes what follows `--` for no argument of the command at all; a path says the same in its own way. */
function withoutTerminator(argv: readonly string[]): string[] {
  const at = argv.indexOf('--');
  if (at === -1) return [...argv];
  const literal = argv.slice(at + 1).map((arg) => (arg.startsWith('-') && arg !== '-' ? `./${arg}` : arg));
  return [...argv.slice(0, at), ...literal];
}

/** yargs loses a lone `-` among the positionals; no argument can hold a NUL, so this stands for nothing else. */
const DASH = '\u0000-';

function hideDash(arg: string): string {
  return arg === '-' ? DASH : arg;
}

/** `-` is standard input for a snapshot, and for `-o` standard output, which is where reports go anyway. */
function restoreDashes(args: AnalyzeArguments): AnalyzeArguments {
  return { ...args, snapshots: args.snapshots.map(restoreDash), output: outputOf(args.output) };
}

function restoreOutput(args: AttachArguments): AttachArguments {
  return { ...args, report: { ...args.report, output: outputOf(args.report.output) } };
}

function restoreSides(args: CompareArguments): CompareArguments {
  return {
    ...args,
    before: restoreDash(args.before),
    after: restoreDash(args.after),
    output: outputOf(args.output),
  };
}

function restoreSnapshot(args: ProfilesArguments): ProfilesArguments {
  if (args.action !== 'suggest') return args;
  return { ...args, snapshot: restoreDash(args.snapshot), output: outputOf(args.output) };
}

function restoreDash(arg: string): string {
  return arg === DASH ? '-' : arg;
}

function outputOf(output: string | undefined): string | undefined {
  return output === DASH ? undefined : output;
}

function refuseUnknownCommand(first: string | undefined): void {
  if (first === undefined || first.startsWith('-') || Object.hasOwn(OPTIONS_OF_COMMAND, first)) return;
  const suggestion = suggestWord(first, Object.keys(OPTIONS_OF_COMMAND));
  throw new ToolError('usage', `Unknown command: ${first}`, { hint: hintWith(suggestion) });
}

function usageError(error: Error, argv: readonly string[]): ToolError {
  if (error instanceof ToolError) return error;
  const [, name] = /^Unknown arguments?: ([^,]+)/.exec(error.message) ?? [];
  const written =
    name === undefined ? undefined : argv.find((arg) => new RegExp(`^--?(no-)?${escapeRegExp(name)}(=|$)`).test(arg));
  if (name === undefined || written === undefined) {
    return new ToolError('usage', error.message.replace(/\s*\n\s*/g, ' '), { hint: hintWith(undefined), cause: error });
  }
  const option = written.split('=')[0] ?? written;
  const nearest = suggestWord(name, OPTIONS_OF_COMMAND[argv[0] ?? ''] ?? []);
  return new ToolError('usage', `Unknown option: ${option}`, {
    hint: hintWith(nearest === undefined ? undefined : `--${nearest}`),
    cause: error,
  });
}

function hintWith(suggestion: string | undefined): string {
  return `${suggestion === undefined ? '' : `Did you mean ${suggestion}? `}See poolscope --help.`;
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
