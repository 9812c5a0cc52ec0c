import type { Options } from 'yargs';

/** What is known about a command when its arguments are checked. */
export interface CommandFacts {
  /** Its name, after that of the command that it belongs to: `profiles show`. */
  readonly name: string;
  /** What its operands are, for the message when they are missing. */
  readonly expected: string;
  readonly options: Readonly<Record<string, Options>>;
  /** Names of the operands, in order. */
  readonly operands: readonly string[];
  /** Options whose value may be an empty text. */
  readonly mayBeEmpty: readonly string[];
  /** Names that may stand in the place of the first operand. */
  readonly subcommands: readonly string[];
}
