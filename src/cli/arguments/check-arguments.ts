import type { Arguments } from 'yargs';

import type { CommandFacts } from './command.js';
import { suggestOption, suggestWord } from './suggest.js';
import { usageError } from './usage-error.js';

/**
 * Refuses what yargs takes: options that the command does not have, which it hands over as operands; operands too many;
 * an option that was given twice; an empty value, and an option in the place of a value.
 *
 * @param args after the operands were told apart, and before any value was converted
 * @throws ToolError `usage`
 */
export function checkArguments(args: Arguments, facts: CommandFacts): void {
  const { name, expected, operands } = facts;
  const given = operands.flatMap((operand) => textsOf(args[operand]));
  const surplus = surplusOf(args, name);
  checkWords([...given, ...surplus], facts);
  for (const option of Object.keys(facts.options)) checkOption(option, args[option], facts);
  const [first] = surplus;
  if (first !== undefined && facts.subcommands.length > 0) {
    const parent = name.slice(0, name.lastIndexOf(' '));
    throw usageError(`Unknown command: ${parent} ${first}`, parent, suggestWord(first, facts.subcommands));
  }
  if (first === 'true' || first === 'false' || given.some((word) => word === 'true' || word === 'false'))
    throw usageError(`Unexpected argument: ${first ?? given.find((word) => word === 'true' || word === 'false')}`, name);
  if (first !== undefined) throw usageError(`Unexpected argument: ${first}`, name);
  if (given.includes(''))
    throw usageError(`Expected ${expected}, got an empty text`, name, undefined, 'A variable of the shell may not be set.');
}
