import { defineCommand } from '../../arguments/define-command.js';
import { REPORT_EXIT_CODES, REPORT_OPTIONS } from '../report-options.js';

/** `poolscope analyze` */
export const analyzeCommand = defineCommand({
  command: 'analyze <snapshots..>',
  describe: 'Find leaked connections and reservations in heap snapshots',
  expected: 'snapshots: files in capture order, a folder, or -',
  options: REPORT_OPTIONS,
  builder: (parser) =>
    parser
      .positional('snapshots', {
        describe: 'Snapshots in capture order, a folder of them, or - for standard input',
        type: 'string',
        array: true,
        demandOption: true,
        // Without this the help shows [] as the default.
        default: undefined,
      })
      .example('$0 analyze heap-1.heapsnapshot heap-2.heapsnapshot', 'a series of one process')
      .example('$0 analyze snapshots/ --format json -o report.json', 'all of a folder, for a program')
      .epilogue(REPORT_EXIT_CODES),
  handler: async (args, { io, dependencies }) => {
    const { runAnalyze } = await import('./run-analyze.js');
    return await runAnalyze(args, io, dependencies);
  },
});
