import type { InferredOptionTypes } from 'yargs';

import { ToolError } from '../../../errors.js';
import { COMPARISON_FORMATS } from '../../../report/formats.js';
import { TEXTS } from '../../arguments/option-kinds.js';
import { REPORT_OPTIONS } from '../report-options.js';

/** Options of `poolscope compare`. */
export const COMPARE_OPTIONS = {
  operations: {
    describe: 'Number of operations (reservations, requests) in each round, for costs per operation',
    requiresArg: true,
    coerce: parseOperations,
  },
  format: { describe: 'Format of the comparison', choices: COMPARISON_FORMATS, default: 'text', requiresArg: true },
  output: { ...REPORT_OPTIONS.output, describe: 'Write the comparison to this file' },
  report: {
    ...REPORT_OPTIONS.report,
    describe: 'Write the comparison in one more format to a file: sarif=out.sarif; may be repeated',
  },
  'relative-to': REPORT_OPTIONS['relative-to'],
  profile: { ...TEXTS, describe: REPORT_OPTIONS.profile.describe },
  'fail-on': {
    ...REPORT_OPTIONS['fail-on'],
    describe: 'Lowest verdict of a new or worse finding that makes the exit code 1',
  },
  config: REPORT_OPTIONS.config,
  quiet: REPORT_OPTIONS.quiet,
  verbose: { ...REPORT_OPTIONS.verbose, describe: 'Print all rows, and notes too' },
  color: REPORT_OPTIONS.color,
} as const;

/** Arguments of `poolscope compare`. */
export type CompareArguments = InferredOptionTypes<typeof COMPARE_OPTIONS> & {
  readonly before: string;
  readonly after: string;
};

function parseOperations(given: string | number): number {
  const operations = Number(given);
  if (Number.isFinite(operations) && operations > 0) return operations;
  throw new ToolError('usage', `--operations: expected a number above 0, the operations in each round, got ${given}`);
}
