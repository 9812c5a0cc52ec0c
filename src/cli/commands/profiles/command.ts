import type { Argv } from 'yargs';

import type { CommandSyntax } from '../../arguments/command.js';
import type { GivenArguments } from '../../given-arguments.js';

/** What `poolscope profiles` is asked to do. */
export type ProfilesArguments =
  | { readonly action: 'list' }
  | { readonly action: 'show'; readonly name: string }
  | { readonly action: 'check'; readonly files: readonly string[] }
  | { readonly action: 'suggest'; readonly snapshot: string; readonly output: string | undefined };

const OUTPUT = { alias: 'o', describe: 'Write the draft to this file', type: 'string', requiresArg: true } as const;

/** What `profiles` takes. */
export const PROFILES_SYNTAX: CommandSyntax = {
  options: {},
  operands: { least: 0, most: 0, expected: 'nothing' },
  subcommands: {
    list: { options: {}, operands: { least: 0, most: 0, expected: 'nothing' } },
    show: { options: {}, operands: { least: 1, most: 1, expected: 'the name of a profile' } },
    check: { options: {}, operands: { least: 1, most: Number.POSITIVE_INFINITY, expected: 'files of profiles' } },
    suggest: { options: { output: OUTPUT }, operands: { least: 1, most: 1, expected: 'a snapshot, or -' } },
  },
};

/** Adds `profiles` to what the help tells of. */
export function describeProfiles<T>(parser: Argv<T>): Argv<T> {
  return parser.command('profiles', 'List, show, check and draft profiles of pools', (command) =>
    command
      .command(['list', '$0'], 'The libraries that are known, with the versions checked', {})
      .command('show <name>', 'One of them in full, as JSON', (own) =>
        own.positional('name', { type: 'string', demandOption: true, describe: 'Name as listed' }),
      )
      .command('check <files..>', 'Check profiles of your own (JSON or YAML)', (own) =>
        own.positional('files', { type: 'string', array: true, demandOption: true, describe: 'Profiles' }),
      )
      .command('suggest <snapshot>', 'Draft a profile of the pools in a snapshot that none of these knows', (own) =>
        own
          .positional('snapshot', { type: 'string', demandOption: true, describe: 'Snapshot, or - for standard input' })
          .option('output', OUTPUT),
      ),
  );
}

/** @throws ToolError `usage` when an option that may be given once was given twice */
export function readProfilesArguments(given: GivenArguments): ProfilesArguments {
  const [first = ''] = given.operands;
  switch (given.subcommand) {
    case 'show':
      return { action: 'show', name: first };
    case 'check':
      return { action: 'check', files: given.operands };
    case 'suggest':
      return { action: 'suggest', snapshot: first, output: given.outputFile('output') };
    default:
      return { action: 'list' };
  }
}
