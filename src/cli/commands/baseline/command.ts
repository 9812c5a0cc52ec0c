import { defineCommand } from '../../arguments/define-command.js';
import { parseLastDay } from '../../arguments/last-day.js';
import { TEXT } from '../../arguments/option-kinds.js';
import { REPORT_OPTIONS } from '../report-options.js';

/** `poolscope baseline` */
export const baselineCommand = defineCommand({
  command: 'baseline <report>',
  describe: 'Write the findings of a report as known ones, which do not fail a run',
  expected: 'a report (JSON)',
  options: {
    output: { ...REPORT_OPTIONS.output, describe: 'Write the baseline to this file' },
    reason: { ...TEXT, describe: 'Why they are accepted' },
    expires: {
      ...TEXT,
      describe: 'Last day on which they are (2027-03-31), or for how long (90d)',
      defaultDescription: 'no end',
      coerce: (text: string) => parseLastDay(text, 'expires'),
    },
    baseline: { ...TEXT, describe: 'Earlier baseline: what is in it keeps its reason and date' },
  },
  builder: (parser) =>
    parser
      .positional('report', {
        describe: 'A report, written by analyze --format json',
        type: 'string',
        demandOption: true,
      })
      .example(
        "$0 baseline report.json --reason 'ticket 4711' --expires 90d -o known.json",
        'accept what is there, for now',
      )
      .example('$0 analyze snapshots/ --baseline known.json', 'fail on what is new or worse'),
  handler: async (args, { io, dependencies }) => {
    const { runBaseline } = await import('./run-baseline.js');
    return await runBaseline(args, io, dependencies);
  },
});
