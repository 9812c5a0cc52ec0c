import { defineCommand, defineCommandGroup } from '../../arguments/define-command.js';
import { outputFile, TEXT } from '../../arguments/option-kinds.js';

const load = () => import('./run-profiles.js');

const listCommand = defineCommand({
  command: 'list',
  isDefault: true,
  describe: 'List the known libraries, with the versions checked',
  options: {},
  builder: (parser) => parser,
  handler: async (_args, { io }) => await (await load()).listProfiles(io),
});

const showCommand = defineCommand({
  command: 'show <name>',
  describe: 'Print one profile in full, as JSON',
  expected: 'the name of a profile',
  options: {},
  builder: (parser) => parser.positional('name', { type: 'string', demandOption: true, describe: 'Name as listed' }),
  handler: async ({ name }, { io }) => await (await load()).showProfile(name, io),
});

const checkCommand = defineCommand({
  command: 'check <files..>',
  describe: 'Check profiles of your own (JSON or YAML)',
  expected: 'files of profiles',
  options: {
    against: {
      ...TEXT,
      describe: 'Also look up each class and field in this snapshot (exit code 1 if one is missing)',
    },
  },
  builder: (parser) =>
    parser.positional('files', {
      type: 'string',
      array: true,
      demandOption: true,
      default: undefined,
      describe: 'Profiles',
    }),
  handler: async ({ files, against }, { io }) => await (await load()).checkProfiles(files, against, io),
});

const suggestCommand = defineCommand({
  command: 'suggest <snapshot>',
  describe: 'Draft a profile of the pools in a snapshot that no built-in profile knows',
  expected: 'a snapshot, or -',
  options: { output: { ...TEXT, alias: 'o', describe: 'Write the draft to this file', coerce: outputFile } },
  builder: (parser) =>
    parser.positional('snapshot', {
      type: 'string',
      demandOption: true,
      describe: 'Snapshot, or - for standard input',
    }),
  handler: async ({ snapshot, output }, { io }) => await (await load()).suggestProfile(snapshot, output, io),
});

/** `poolscope profiles` */
export const profilesCommand = defineCommandGroup('profiles', 'List, show, check and draft profiles of pools', [
  listCommand,
  showCommand,
  checkCommand,
  suggestCommand,
]);
