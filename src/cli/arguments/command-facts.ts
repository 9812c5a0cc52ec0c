import type { Options } from 'yargs';

/** What is known about a command when its arguments are checked. */
export interface CommandFacts {
  /** Its full name, with that of its parent command: `profiles show`. */
  readonly name: string;
  /** A description of its operands, for the message when they are missing. */
  readonly expected: string;
  readonly options: Readonly<Record<string, Options>>;
  /** Names of the operands, in order. */
  readonly operands: readonly string[];
  /** Options whose value may be an empty text. */
  readonly mayBeEmpty: readonly string[];
  /** Names of subcommands, which are given in the place of the first operand. */
  readonly subcommands: readonly string[];
}
