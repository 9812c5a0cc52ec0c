import { parseArgs } from 'node:util';

import { ToolError } from '../errors.js';
import { checkOption, type GivenOption } from './check-option.js';
import { COMMON_OPTIONS, type CommandSyntax, type OptionSyntax } from './command-syntax.js';
import { GivenArguments } from './given-arguments.js';
import { suggestWord } from './suggest.js';
import { usageError } from './usage.js';

/** What is asked for instead of a run, whatever else is given. */
export type Question = 'help' | 'version';

/**
 * Reads arguments, and holds them to what their command takes.
 *
 * @param command its name, with that of its subcommand
 * @param args what follows the name; no `--`, and nothing of what follows that
 * @throws ToolError `usage` for the first thing that is wrong; nothing is when help or the version is asked for
 */
export function readGiven(
  command: string,
  syntax: CommandSyntax,
  args: readonly string[],
  subcommand: string | null = null,
): GivenArguments | Question {
  const tokens = tokensOf(syntax, args);
  const options = tokens.filter((token) => token.kind === 'option');
  const asked = options.find(({ name, value }) => Object.hasOwn(COMMON_OPTIONS, name) && value !== 'false');
  if (asked !== undefined) return asked.name === 'version' ? 'version' : 'help';
  const operands = tokens.filter((token) => token.kind === 'positional');
  const [first] = operands;
  const { subcommands, exclusive = [] } = syntax;
  if (first !== undefined && subcommands !== undefined) {
    const { value, index } = first;
    const chosen = Object.hasOwn(subcommands, value) ? subcommands[value] : undefined;
    if (chosen === undefined) {
      const nearest = suggestWord(value, Object.keys(subcommands));
      throw usageError(`Unknown command: ${command} ${value}`, command, nearest);
    }
    return readGiven(`${command} ${value}`, chosen, args.toSpliced(index, 1), value);
  }
  for (const option of options) {
    checkOption(option, syntax, command);
    refuseSeparateTruth(option, args[option.index + 1], command);
  }
  for (const [one, other] of exclusive) {
    const isGiven = (wanted: string): boolean => options.some(({ name }) => name === wanted);
    if (isGiven(one) && isGiven(other)) throw usageError(`Give --${one} or --${other}, not both`, command);
  }
  const values = operands.map(({ value }) => value);
  checkOperands(values, syntax, command);
  return new GivenArguments(options, values, subcommand);
}

/**
 * `--quiet true`: a file of that name is hardly meant, and there are parsers that take it for a value.
 *
 * @param option one that is right by itself: without a value it takes none
 * @param next what follows it
 */
function refuseSeparateTruth({ name, rawName, value }: GivenOption, next: string | undefined, command: string): void {
  if (value !== undefined || (next !== 'true' && next !== 'false')) return;
  const plain = name.replace(/^no-/, '');
  const isOn = (next === 'true') === (name === plain);
  throw usageError(`${rawName}: expected no value, got ${next}`, command, `--${isOn ? '' : 'no-'}${plain}`);
}

function tokensOf({ options }: CommandSyntax, args: readonly string[]) {
  const syntaxes = Object.entries({ ...options, ...COMMON_OPTIONS });
  return parseArgs({
    args: [...args],
    options: Object.fromEntries(syntaxes.map(([name, option]) => [name, forNode(option)])),
    strict: false,
    allowPositionals: true,
    tokens: true,
  }).tokens;
}

function forNode({ type, alias }: OptionSyntax) {
  const takesValue = type !== 'boolean';
  return { type: takesValue ? 'string' : 'boolean', ...(alias === undefined ? {} : { short: alias }) } as const;
}

function checkOperands(given: readonly string[], { operands }: CommandSyntax, command: string): void {
  const { least, most, expected } = operands;
  const tooMany = given[most];
  if (tooMany !== undefined) throw usageError(`Unexpected argument: ${tooMany}`, command);
  if (given.length < least) {
    const got = given.length === 0 ? '' : `, got only ${given.join(' ')}`;
    throw usageError(`Expected ${expected}${got}`, command);
  }
  if (given.includes(''))
    throw new ToolError('usage', `Expected ${expected}, got an empty text`, {
      hint: 'A variable of the shell may not be set.',
    });
}
