import { defineCommand } from '../../arguments/define-command.js';
import { COMPARE_OPTIONS } from './compare-options.js';

const SIDE = 'a report (JSON), a folder of snapshots, or snapshots with commas between them';

/** `poolscope compare` */
export const compareCommand = defineCommand({
  command: 'compare <before> <after>',
  describe: 'Compare two reports or series: what is fixed, remains, is new or worse',
  expected: 'two reports or series, before and after',
  options: COMPARE_OPTIONS,
  builder: (parser) =>
    parser
      .positional('before', { describe: `Before, or with a feature: ${SIDE}`, type: 'string', demandOption: true })
      .positional('after', {
        describe: 'After, or without the feature: the same kinds of input',
        type: 'string',
        demandOption: true,
      })
      .example('$0 compare before.json after/', 'was the leak fixed?')
      .example('$0 compare with/ without/ --operations 105', 'what does one reservation cost?')
      .epilogue(EXIT_CODES),
  handler: async (args, { io, dependencies }) => {
    const { runCompare } = await import('./run-compare.js');
    return await runCompare(args, io, dependencies);
  },
});

const EXIT_CODES = `Exit codes:
  0  no new or worse finding at or above --fail-on
  1  something is
  2  bad usage, bad input, or a failure`;
