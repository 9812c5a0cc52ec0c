import type { Arguments } from 'yargs';

import type { CommandFacts } from './command-facts.js';
import { suggestOption, suggestWord } from './nearest-word.js';
import { MAY_BE_OFF } from './option-kinds.js';
import { didYouMean, usageError } from './usage-error.js';

/**
 * Refuses arguments that yargs accepts: unknown options, which yargs passes on as operands; an option that was given twice; an
 * empty value; an option in the place of a value; too many operands, and empty ones.
 *
 * @param args the parsed arguments, with operands assigned, and before any value was converted
 * @throws ToolError `usage`
 */
export function checkArguments(args: Arguments, facts: CommandFacts): void {
  const { name, expected, operands, options, subcommands } = facts;
  // Help and version are printed whatever else is given.
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
  // Hardly anybody means a file of that name, and other argument parsers accept the word as the value of a flag.
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
  // The value that yargs gives to `--no-output`.
  if (value === false && MAY_BE_OFF.has(option)) return;
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

/** Whether a text can only be meant as an option. A path that begins with a dash must be written with `./` before it. */
function isLikeOption(text: string): boolean {
  return text.startsWith('-') && text !== '-' && Number.isNaN(Number(text));
}
