import { ToolError } from '../../errors.js';
import { ANALYZE_SYNTAX, type AnalyzeArguments, readAnalyzeArguments } from '../commands/analyze/command.js';
import { ATTACH_SYNTAX, type AttachArguments, readAttachArguments } from '../commands/attach/command.js';
import type { CommandSyntax } from './command.js';
import { COMPARE_SYNTAX, type CompareArguments, readCompareArguments } from '../commands/compare/command.js';
import type { GivenArguments } from '../given-arguments.js';
import { PROFILES_SYNTAX, type ProfilesArguments, readProfilesArguments } from '../commands/profiles/command.js';
import { type Question, readGiven } from '../read-given.js';
import { readSchemaDocument, SCHEMA_SYNTAX, type SchemaDocument } from '../commands/schema/command.js';
import { suggestWord } from './suggest.js';
import { usageError } from './usage-error.js';

/** What the arguments ask for. */
export type Invocation =
  | { readonly command: 'analyze'; readonly args: AnalyzeArguments }
  | { readonly command: 'attach'; readonly args: AttachArguments }
  | { readonly command: 'compare'; readonly args: CompareArguments }
  | { readonly command: 'profiles'; readonly args: ProfilesArguments }
  | { readonly command: 'schema'; readonly document: SchemaDocument }
  /** `--help` and `--version`: the text to print. */
  | { readonly command: 'print'; readonly text: string };

type Command = Exclude<Invocation['command'], 'print'>;

const SYNTAX_OF_COMMAND: Readonly<Record<Command, CommandSyntax>> = {
  analyze: ANALYZE_SYNTAX,
  attach: ATTACH_SYNTAX,
  compare: COMPARE_SYNTAX,
  profiles: PROFILES_SYNTAX,
  schema: SCHEMA_SYNTAX,
};

/**
 * Parses the arguments; runs nothing and prints nothing.
 *
 * @param width cells of a line, for the help
 * @throws ToolError `usage` with a suggestion when something is unknown, missing or contradictory
 */
export async function parseArguments(argv: readonly string[], version: string, width: number): Promise<Invocation> {
  const { own, command } = splitCommand(withHelpAsCommand(argv));
  const [first, ...rest] = own;
  if (first === undefined)
    throw new ToolError('usage', 'Expected a command', { hint: `\n${await layHelp(['--help'], width)}` });
  const answer = async (question: Question): Promise<Invocation> => ({
    command: 'print',
    text: `${question === 'version' ? version : await layHelp(own, width)}\n`,
  });
  if (!isCommand(first)) return await answer(readQuestion(first));
  const given = readGiven(first, SYNTAX_OF_COMMAND[first], rest);
  if (typeof given === 'string') return await answer(given);
  return readInvocation(first, given, command);
}

/** @param behindDashes what follows `--` on the command line of `attach` */
function readInvocation(command: Command, given: GivenArguments, behindDashes: readonly string[]): Invocation {
  switch (command) {
    case 'analyze':
      return { command, args: readAnalyzeArguments(given) };
    case 'attach':
      return { command, args: readAttachArguments(given, behindDashes) };
    case 'compare':
      return { command, args: readCompareArguments(given) };
    case 'profiles':
      return { command, args: readProfilesArguments(given) };
    case 'schema':
      return { command, document: readSchemaDocument(given) };
  }
}

/** Loaded when asked for: what lays out help takes longer to load than a small snapshot to read. */
async function layHelp(argv: readonly string[], width: number): Promise<string> {
  const { renderHelp } = await import('../help.js');
  return await renderHelp(argv, width);
}

/** Splits off the command that `attach --spawn` starts, which is none of our arguments. */
function splitCommand(argv: readonly string[]): { readonly own: string[]; readonly command: readonly string[] } {
  const at = argv.indexOf('--');
  if (argv[0] !== 'attach' || at === -1) return { own: withoutTerminator(argv), command: [] };
  return { own: argv.slice(0, at), command: argv.slice(at + 1) };
}

/** What follows `--` is a path, whatever it looks like; a path can say so in its own way. */
function withoutTerminator(argv: readonly string[]): string[] {
  const at = argv.indexOf('--');
  if (at === -1) return [...argv];
  const literal = argv.slice(at + 1).map((arg) => (arg.startsWith('-') && arg !== '-' ? `./${arg}` : arg));
  return [...argv.slice(0, at), ...literal];
}

/** `help attach` for `attach --help`, and `version` for `--version`: what people try first. */
function withHelpAsCommand(argv: readonly string[]): readonly string[] {
  const [first = '', ...rest] = argv;
  if (first === 'help') return [...rest.filter((word) => word !== 'help'), '--help'];
  return ['version', '-v', '-V'].includes(first) ? ['--version'] : argv;
}

function isCommand(word: string): word is Command {
  return Object.hasOwn(SYNTAX_OF_COMMAND, word);
}

/** What is asked for where a command could stand. @throws ToolError `usage` when it is nothing that there is */
function readQuestion(first: string): Question {
  if (first === '--version') return 'version';
  if (first === '--help' || first === '-h') return 'help';
  if (first.startsWith('-')) throw usageError(`Unknown option: ${first.replace(/=.*/, '')}`, '');
  const meant = commandFor(first) ?? suggestWord(first, [...Object.keys(SYNTAX_OF_COMMAND), 'help']);
  throw usageError(`Unknown command: ${first}`, '', meant);
}

/** The command that is meant when something is given for it to work on. */
function commandFor(operand: string): string | undefined {
  if (/^(\d+$|wss?:|[^/]*:\d+$)/.test(operand)) return `poolscope attach ${operand}`;
  return /[./]/.test(operand) ? `poolscope analyze ${operand}` : undefined;
}
