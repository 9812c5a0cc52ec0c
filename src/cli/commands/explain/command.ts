import { EXPLANATION_FORMATS } from '../../../report/explanation-formats.js';
import { defineCommand } from '../../arguments/define-command.js';
import { REPORT_OPTIONS } from '../report-options.js';

/** `poolscope explain` */
export const explainCommand = defineCommand({
  command: 'explain <report> [finding]',
  describe: 'Tell one finding of a report in full: how sure, why, how to mend it',
  expected: 'a report (JSON)',
  options: {
    format: { describe: 'Format', choices: EXPLANATION_FORMATS, default: 'text', requiresArg: true },
    output: { ...REPORT_OPTIONS.output, describe: 'Write it to this file' },
    'relative-to': REPORT_OPTIONS['relative-to'],
    color: REPORT_OPTIONS.color,
  },
  builder: (parser) =>
    parser
      .positional('report', {
        describe: 'A report, written by analyze --format json',
        type: 'string',
        demandOption: true,
      })
      .positional('finding', {
        describe: 'Its number in the report, or its fingerprint; the first one when left out',
        type: 'string',
      })
      .example('$0 explain report.json', 'the finding to act on first')
      .example('$0 explain report.json 2', 'the second one'),
  handler: async (args, { io }) => {
    const { runExplain } = await import('./run-explain.js');
    return await runExplain(args, io);
  },
});
