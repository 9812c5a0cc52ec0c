import { defineCommand } from '../../arguments/define-command.js';
import { REPORT_EXIT_CODES, REPORT_OPTIONS } from '../report-options.js';

const { output, report, baseline, config, quiet, verbose, color } = REPORT_OPTIONS;

/** `poolscope convert` */
export const convertCommand = defineCommand({
  command: 'convert <file>',
  describe: 'Write a report in another format, or apply a baseline to it',
  expected: 'a report (JSON)',
  options: {
    format: REPORT_OPTIONS.format,
    output,
    report,
    baseline,
    'relative-to': REPORT_OPTIONS['relative-to'],
    'fail-on': REPORT_OPTIONS['fail-on'],
    config,
    quiet,
    verbose,
    color,
  },
  builder: (parser) =>
    parser
      .positional('file', {
        describe: 'A report, written by analyze --format json',
        type: 'string',
        demandOption: true,
      })
      .example('$0 convert report.json --format html -o report.html', 'a page to look at')
      .example('$0 convert report.json --baseline known.json', 'what is new or worse in it')
      .epilogue(REPORT_EXIT_CODES),
  handler: async (args, { io }) => {
    const { runConvert } = await import('./run-convert.js');
    return await runConvert(args, io);
  },
});
