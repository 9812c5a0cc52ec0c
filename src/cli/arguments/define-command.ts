import type { ArgumentsCamelCase, Argv, InferredOptionTypes, Options } from 'yargs';

import type { CliDependencies } from '../process/dependencies.js';
import type { CliIo } from '../process/io.js';
import { checkArguments } from './check-arguments.js';
import type { CommandFacts } from './command-facts.js';

/** What a command gets besides its arguments. */
export interface CommandContext {
  readonly io: CliIo;
  readonly dependencies: CliDependencies;
  /** All commands, for those that describe the command line itself. */
  readonly commands: readonly CommandOutline[];
}

/** What is said of a command outside of yargs: in completions and in the manual page. */
export interface CommandOutline {
  readonly name: string;
  /** Name and operands, as yargs writes them: `analyze <snapshots..>`. */
  readonly usage: string;
  readonly describe: string;
  readonly options: Readonly<Record<string, Options>>;
  /** Its subcommands. */
  readonly commands: readonly CommandOutline[];
}

/** Runs a command. @returns the exit code */
export type CommandRun = (context: CommandContext) => Promise<number>;

/** Is called at each step while yargs parses. */
export interface ParseListener {
  /** The command was named; its arguments are parsed next. */
  readonly named: (facts: CommandFacts) => void;
  /** Its arguments are valid, and `run` is what they ask for. */
  readonly chosen: (run: CommandRun) => void;
}

/** A command as the registry lists it. */
export interface Command extends CommandOutline {
  /** @param parent name of the command that this one belongs to */
  readonly addTo: (parser: Argv, listener: ParseListener, parent?: CommandFacts) => Argv;
}

/** The only description of a command. Its checks, its help and the types of its arguments follow from it. */
export interface CommandDescription<O extends Readonly<Record<string, Options>>, A> {
  /** Name and operands, as yargs writes them: `analyze <snapshots..>`. */
  readonly command: string;
  /** Whether it also runs when its parent is given alone. */
  readonly isDefault?: boolean;
  readonly describe: string;
  readonly expected?: string;
  readonly options: O;
  readonly mayBeEmpty?: readonly Extract<keyof O, string>[];
  /** Adds operands, groups of options and examples. */
  readonly builder: (parser: Argv<InferredOptionTypes<O>>) => Argv<A>;
  readonly handler: (args: ArgumentsCamelCase<A>, context: CommandContext) => Promise<number>;
}

const SINGLE_OPERAND = /[<[](\w+)[>\]]/g;
const ANY_OPERAND = /(?<=[<[])\w+/g;

/** Defines a command that runs. */
export function defineCommand<const O extends Readonly<Record<string, Options>>, A>(
  description: CommandDescription<O, A>,
): Command {
  const { command, isDefault = false, options, builder, handler, mayBeEmpty = [], expected = 'nothing' } = description;
  const [name = ''] = command.split(' ');
  return {
    name,
    usage: command,
    describe: description.describe,
    options,
    commands: [],
    addTo: (parser, listener, parent) => {
      const facts: CommandFacts = {
        name: parent === undefined ? name : `${parent.name} ${name}`,
        expected,
        options,
        operands: command.match(ANY_OPERAND) ?? [],
        mayBeEmpty,
        subcommands: isDefault && parent !== undefined ? parent.subcommands : [],
      };
      return parser.command(
        isDefault ? [command, '$0'] : command,
        description.describe,
        (own) => {
          listener.named(facts);
          const checked = own.middleware((args) => checkArguments(args, facts), true).options(options);
          // One value each, so that yargs also passes on words that look like an option.
          for (const [, operand = ''] of command.matchAll(SINGLE_OPERAND)) checked.nargs(operand, 1);
          return builder(checked);
        },
        (args) => listener.chosen((context) => handler(args, context)),
      );
    },
  };
}

/** Defines a command that only has subcommands. */
export function defineCommandGroup(name: string, describe: string, commands: readonly Command[]): Command {
  const facts: CommandFacts = {
    name,
    expected: 'a command',
    options: {},
    operands: [],
    mayBeEmpty: [],
    subcommands: commands.map((command) => command.name),
  };
  return {
    name,
    usage: `${name} <command>`,
    describe,
    options: {},
    commands,
    addTo: (parser, listener) =>
      parser.command(name, describe, (own) => {
        listener.named(facts);
        return commands.reduce((grown, command) => command.addTo(grown, listener, facts), own);
      }),
  };
}
