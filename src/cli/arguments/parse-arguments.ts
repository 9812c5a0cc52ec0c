import yargs from 'yargs';

import { ToolError } from '../../errors.js';
import { checkWords } from './check-arguments.js';
import type { CommandFacts } from './command-facts.js';
import type { Command, CommandRun } from './define-command.js';
import { explainFailure, isMissingOperands } from './explain.js';
import { suggestWord } from './nearest-word.js';
import { didYouMean, usageError } from './usage-error.js';

/** The result of parsing: a command to run, or help or a version to print. */
export type Invocation =
  | { readonly kind: 'run'; readonly run: CommandRun }
  | { readonly kind: 'print'; readonly text: string };

/** Longest line of help. */
const MAX_HELP_WIDTH = 100;
/** The facts before a command was named. */
const NO_COMMAND: CommandFacts = {
  name: '',
  expected: 'a command',
  options: {},
  operands: [],
  mayBeEmpty: [],
  subcommands: [],
};

/**
 * Parses the arguments; runs nothing and prints nothing.
 *
 * @param width cells of a line, for the help
 * @throws ToolError `usage` with a suggestion when something is unknown, missing or contradictory
 */
export function parseArguments(
  argv: readonly string[],
  commands: readonly Command[],
  { version, width }: { readonly version: string; readonly width: number },
): Invocation {
  let facts = NO_COMMAND;
  let run: CommandRun | undefined;
  let text = '';
  const base = yargs()
    .scriptName('poolscope')
    .usage('$0 <command>\n\nFinds leaked connections and reservations in V8 heap snapshots.')
    .version(version)
    .help()
    .alias('help', 'h')
    .detectLocale(false)
    .exitProcess(false)
    .strictOptions()
    .parserConfiguration({
      // Options are accepted only under the names that the help shows.
      'camel-case-expansion': false,
      'dot-notation': false,
      // Unknown options stay as they were written, for the message.
      'unknown-options-as-args': true,
      'populate--': true,
    })
    .fail((message) => {
      throw explained(message);
    })
    .example('$0 attach 4711', 'a running process, by its pid')
    .example('$0 analyze snapshots/', 'existing snapshots')
    .epilogue('Run poolscope <command> --help for the options of a command.')
    .wrap(Math.min(width, MAX_HELP_WIDTH));
  const listener = {
    named: (named: CommandFacts) => {
      facts = named;
    },
    chosen: (chosen: CommandRun) => {
      run = chosen;
    },
  };
  const parser = commands.reduce((grown, command) => command.addTo(grown, listener), base);
  const explained = (message: string): ToolError => {
    if (!isMissingOperands(message)) return usageError(explainFailure(message, facts.options), facts.name);
    const given = parser.parsed === false ? [] : parser.parsed.argv._.map(String);
    checkWords(given, facts);
    return usageError(
      `Expected ${facts.expected}${given.length === 0 ? '' : `, got only ${given.join(' ')}`}`,
      facts.name,
    );
  };
  // With a callback, yargs passes help and version to it instead of printing them.
  parser.parse(withMarkedPaths(withHelpAsOption(argv)), {}, (_error, _args, output) => {
    text = output;
  });
  if (run !== undefined) {
    refuseNamedOperands(argv, facts);
    return { kind: 'run', run };
  }
  if (text !== '') return { kind: 'print', text: `${text}\n` };
  const [first] = argv.filter((word) => word !== '--');
  if (first !== undefined) throw unknownCommand(first, commands);
  const help = parseArguments(['--help'], commands, { version, width });
  throw new ToolError('usage', 'Expected a command', { hint: help.kind === 'print' ? `\n${help.text.trimEnd()}` : '' });
}

/** Refuses `--before x`: yargs accepts it as the operand `before`, and drops one of two values. */
function refuseNamedOperands(argv: readonly string[], facts: CommandFacts): void {
  const end = argv.indexOf('--');
  const words = (end === -1 ? argv : argv.slice(0, end)).map((word) => word.replace(/=.*/s, ''));
  const named = facts.operands.find((operand) => !(operand in facts.options) && words.includes(`--${operand}`));
  if (named !== undefined) throw usageError(`Unknown option: --${named}`, facts.name);
}

/** Accepts `help attach` for `attach --help`, and `version` for `--version`, which people try first. */
function withHelpAsOption(argv: readonly string[]): readonly string[] {
  const [first = '', ...rest] = argv;
  if (first === 'help') return [...rest.filter((word) => word !== 'help'), '--help'];
  return ['version', '-v', '-V'].includes(first) ? ['--version'] : argv;
}

/** Puts `./` before words after `--` that look like options, as they are paths. For `attach` they are a command to start. */
function withMarkedPaths(argv: readonly string[]): string[] {
  const at = argv.indexOf('--');
  if (at === -1 || argv[0] === 'attach') return [...argv];
  const paths = argv.slice(at + 1).map((arg) => (arg.startsWith('-') && arg !== '-' ? `./${arg}` : arg));
  return [...argv.slice(0, at), ...paths];
}

function unknownCommand(word: string, commands: readonly Command[]): ToolError {
  if (word.startsWith('-')) return usageError(`Unknown option: ${word.replace(/=.*/s, '')}`, '');
  const names = [...commands.map(({ name }) => name), 'help'];
  return usageError(`Unknown command: ${word}`, '', didYouMean(commandFor(word) ?? suggestWord(word, names)));
}

/** The command that was probably meant, where an operand is given without a command. */
function commandFor(operand: string): string | undefined {
  if (/^(\d+$|wss?:|[^/]*:\d+$)/.test(operand)) return `poolscope attach ${operand}`;
  return /[./]/.test(operand) ? `poolscope analyze ${operand}` : undefined;
}
