import type { Arguments } from 'yargs';

import type { CommandFacts } from './command-facts.js';
import { suggestOption, suggestWord } from './nearest-word.js';
import { didYouMean, usageError } from './usage-error.js';

/**
 * Refuses what yargs takes: options that the command does not have, which it hands over as operands; an option that was
 * given twice; an empty value, and an option in the place of a value; operands that are too many or empty.
 *
 * @param args after the operands were told apart, and before any value was converted
 * @throws ToolError `usage`
 */
export function checkArguments(args: Arguments, facts: CommandFacts): void {
  const { name, expected, operands, options, subcommands } = facts;
  // A question is answered, whatever else is given.
  if (args['help'] === true || args['version'] === true) return;
  const given = operands.flatMap((operand) => valuesOf(args[operand])).map(String);
  const [first, ...more] = args._.slice(wordsNaming(name, args._)).map(String);
  const surplus = first === undefined ? [] : [first, ...more];
  checkWords([...given, ...surplus], facts);
  for (const option of Object.keys(options)) checkOption(option, valuesOf(args[option]), facts);
  if (first !== undefined && subcommands.length > 0) {
    const parent = name.split(' ').slice(0, -1).join(' ');
    throw usageError(`Unknown command: ${parent} ${first}`, parent, didYouMean(suggestWord(first, subcommands)));
  }
  // A file of that name is hardly meant, and there are parsers that take the word for a value.
  const truth = [...given, ...surplus].find((word) => word === 'true' || word === 'false');
  if (truth !== undefined)
    throw usageError(`Unexpected argument: ${truth}`, name, 'Flags take no value: --color, or --no-color.');
  if (first !== undefined) throw usageError(`Unexpected argument: ${first}`, name);
  if (given.includes(''))
    throw usageError(`Expected ${expected}, got an empty text`, name, 'A variable of the shell may not be set.');
}

/** @throws ToolError `usage` when one of the words looks like an option: the command has no such option */
export function checkWords(words: readonly string[], { name, options }: CommandFacts): void {
  const unknown = words.find(isLikeOption);
  if (unknown === undefined) return;
  const [plain = ''] = unknown.split('=');
  throw usageError(`Unknown option: ${plain}`, name, didYouMean(suggestOption(unknown, options)));
}

function checkOption(option: string, values: readonly unknown[], facts: CommandFacts): void {
  const { name, options, mayBeEmpty } = facts;
  const { type, array } = options[option] ?? {};
  if (type === 'boolean') return;
  const [value, ...more] = values;
  if (more.length > 0 && array !== true) throw usageError(`--${option} was given more than once`, name);
  if (value === undefined) return;
  // What yargs makes of `--no-output`.
  if (values.includes(false)) throw usageError(`Unknown option: --no-${option}`, name, didYouMean(`--${option}`));
  if (values.includes('') && !mayBeEmpty.includes(option))
    throw usageError(`--${option}: expected a value, got an empty text`, name);
  const other = values.map(String).find(isLikeOption);
  if (other !== undefined) throw usageError(`--${option}: expected a value, got ${other}`, name);
}

function valuesOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : [value].flat();
}

/** How many of the first words name the command itself, which may be the default of its parent. */
function wordsNaming(name: string, words: readonly (string | number)[]): number {
  return name.split(' ').filter((part, index) => words[index] === part).length;
}

/** Whether a text can only be meant as an option: a path that begins with a dash comes with `./` before it. */
function isLikeOption(text: string): boolean {
  return text.startsWith('-') && text !== '-' && Number.isNaN(Number(text));
}
