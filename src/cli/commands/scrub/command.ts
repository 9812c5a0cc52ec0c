import { defineCommand } from '../../arguments/define-command.js';
import { FLAG, TEXT, TEXTS } from '../../arguments/option-kinds.js';

/** `poolscope scrub` */
export const scrubCommand = defineCommand({
  command: 'scrub <snapshots..>',
  describe: 'Copy heap snapshots without the contents of strings, to hand them on',
  expected: 'snapshots: files of one series, or a folder',
  options: {
    output: { ...TEXT, alias: 'o', demandOption: true, describe: 'File for the copy; a folder for several' },
    numbers: { ...FLAG, describe: 'Leave out the values of numbers as well' },
    names: {
      ...FLAG,
      describe: 'Replace names of classes, properties, functions, variables and files as well',
      conflicts: 'keep-scripts',
    },
    'keep-scripts': { ...FLAG, describe: 'Copy the texts of scripts that attach kept: they are the program itself' },
    'key-file': {
      ...TEXT,
      describe: 'Secret of 16 bytes or more: copies made with one key stay comparable (default: a random one)',
    },
    profile: { ...TEXTS, describe: 'Keep the states and names that this profile speaks of; may be repeated' },
  },
  builder: (parser) =>
    parser
      .positional('snapshots', {
        describe: 'Snapshots of one series, or a folder of them',
        type: 'string',
        array: true,
        demandOption: true,
        // Without this the help shows [] as the default.
        default: undefined,
      })
      .example('$0 scrub snapshots/ -o scrubbed/', 'a series: the findings stay the same')
      .example('$0 scrub 3.heapsnapshot -o 3-scrubbed.heapsnapshot.gz', 'one snapshot, compressed')
      .epilogue('Objects, ids, references and sizes stay. Names stay without --names, numbers without --numbers.'),
  handler: async (args, { io }) => {
    const { runScrub } = await import('./run-scrub.js');
    return await runScrub(args, io);
  },
});
