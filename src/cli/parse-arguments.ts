import yargs, { type Argv } from 'yargs';

import { ToolError } from '../errors.js';
import { ATTACH_SYNTAX, type AttachArguments, defineAttach } from './attach-arguments.js';
import { checkArguments } from './check-arguments.js';
import type { CommandSyntax } from './command-syntax.js';
import { ANALYZE_SYNTAX, type AnalyzeArguments, defineAnalyze } from './commands/analyze.js';
import { COMPARE_SYNTAX, type CompareArguments, defineCompare } from './commands/compare.js';
import { defineProfiles, PROFILES_SYNTAX, type ProfilesArguments } from './commands/profiles.js';
import { defineSchema, SCHEMA_SYNTAX, type SchemaDocument } from './commands/schema.js';
import { suggestWord } from './suggest.js';
import { usageError } from './usage.js';

/** What the arguments ask for. */
export type Invocation =
  | { readonly command: 'analyze'; readonly args: AnalyzeArguments }
  | { readonly command: 'attach'; readonly args: AttachArguments }
  | { readonly command: 'compare'; readonly args: CompareArguments }
  | { readonly command: 'profiles'; readonly args: ProfilesArguments }
  | { readonly command: 'schema'; readonly document: SchemaDocument }
  /** `--help` and `--version`: the text to print. */
  | { readonly command: 'print'; readonly text: string };

const SYNTAX_OF_COMMAND: Readonly<Record<string, CommandSyntax>> = {
  analyze: ANALYZE_SYNTAX,
  attach: ATTACH_SYNTAX,
  compare: COMPARE_SYNTAX,
  profiles: PROFILES_SYNTAX,
  schema: SCHEMA_SYNTAX,
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
  const { own, command } = splitCommand(withHelpAsCommand(argv));
  const [first, ...rest] = own;
  checkCommand(first, rest);
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
    .example('$0 attach 4711', 'a running process, by its pid')
    .example('$0 analyze snapshots/', 'snapshots that are there')
    .epilogue('poolscope <command> --help tells more of each.')
    .wrap(Math.min(width, MAX_HELP_WIDTH));
  const analyze = defineAnalyze(base, (args) => select({ command: 'analyze', args: restoreDashes(args) }));
  const attach = defineAttach(analyze, command, (args) => select({ command: 'attach', args: restoreOutput(args) }));
  const compare = defineCompare(attach, (args) => select({ command: 'compare', args: restoreSides(args) }));
  const profiles = defineProfiles(compare, (args) => select({ command: 'profiles', args: restoreSnapshot(args) }));
  const parser = defineSchema(profiles, (document) => select({ command: 'schema', document }));
  const { error, output } = await parse(parser, first === undefined ? ['--help'] : own.map(hideDash));
  if (error instanceof Selected) return error.invocation;
  if (error instanceof ToolError) throw error;
  // Everything that yargs refuses was told before in other words.
  if (error !== undefined) throw usageError(error.message.replace(/\s*\n\s*/g, ' '), first ?? '');
  if (first === undefined) throw new ToolError('usage', 'Expected a command', { hint: `\n${output}` });
  return { command: 'print', text: `${withoutEmptyDefaults(output)}\n` };
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

/** `help attach` for `attach --help`, and `version` for `--version`: what people try first. */
function withHelpAsCommand(argv: readonly string[]): readonly string[] {
  const [first = '', ...rest] = argv;
  if (first === 'help') return [...rest.filter((word) => word !== 'help'), '--help'];
  return ['version', '-v', '-V'].includes(first) ? ['--version'] : argv;
}

function checkCommand(first: string | undefined, rest: readonly string[]): void {
  if (first === undefined) return;
  const syntax = Object.hasOwn(SYNTAX_OF_COMMAND, first) ? SYNTAX_OF_COMMAND[first] : undefined;
  if (syntax !== undefined) {
    checkArguments(first, syntax, rest);
    return;
  }
  if (['--help', '-h', '--version'].includes(first)) return;
  if (first.startsWith('-')) throw usageError(`Unknown option: ${first.replace(/=.*/, '')}`, '');
  const meant = commandFor(first) ?? suggestWord(first, [...Object.keys(SYNTAX_OF_COMMAND), 'help']);
  throw usageError(`Unknown command: ${first}`, '', meant);
}

/** The command that is meant when something is given for it to work on. */
function commandFor(operand: string): string | undefined {
  if (/^(\d+$|wss?:|[^/]*:\d+$)/.test(operand)) return `poolscope attach ${operand}`;
  return /[./]/.test(operand) ? `poolscope analyze ${operand}` : undefined;
}

/** yargs calls no snapshots at all the default of those that it demands. */
function withoutEmptyDefaults(help: string): string {
  const mark = ' [default: []]';
  return help.replace(
    / *(\[array\] \[required\]) \[default: \[\]\]/g,
    (tags) => `${' '.repeat(mark.length)}${tags.slice(0, -mark.length)}`,
  );
}
