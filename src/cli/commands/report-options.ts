import type { InferredOptionTypes } from 'yargs';

import { FAIL_POLICIES } from '../../findings/fail-policy.js';
import { REPORT_FORMATS } from '../../report/formats.js';
import { parseMemoryAmount } from '../arguments/byte-amount.js';
import { FLAG, outputFile, TEXT, TEXTS } from '../arguments/option-kinds.js';
import { parseReportTargets } from '../arguments/report-targets.js';
import type { Configured } from '../inputs/config-file.js';

/** Options of `analyze` and `attach` that say how to analyze and report. */
export const REPORT_OPTIONS = {
  format: { describe: 'Format of the report', choices: REPORT_FORMATS, default: 'text', requiresArg: true },
  output: { ...TEXT, alias: 'o', describe: 'Write the report to this file', coerce: outputFile },
  report: {
    ...TEXTS,
    describe: 'Write the report in one more format to a file: sarif=out.sarif; may be repeated',
    coerce: parseReportTargets,
  },
  baseline: { ...TEXT, describe: 'Known findings (poolscope baseline), which do not fail the run' },
  'relative-to': {
    ...TEXT,
    describe: 'Folder of the program in its process (/app): all formats but text and json name files relative to it',
    defaultDescription: 'the working folder',
  },
  profile: { ...TEXTS, describe: 'Profile of your own pool (JSON or YAML); may be repeated' },
  'source-root': {
    ...TEXTS,
    describe: 'Folder with the files of the process on this machine, for source maps; may be repeated',
  },
  'builtin-profiles': {
    ...FLAG,
    describe: 'Use the profiles of known libraries; --no-builtin-profiles to infer all pools',
    default: true,
    defaultDescription: 'yes',
  },
  engine: {
    describe: 'Reader of the snapshots',
    choices: ['native', 'memlab'],
    default: 'native',
    requiresArg: true,
  },
  'heap-limit': {
    ...TEXT,
    describe: 'Heap limit of the process (4GB, 512MiB), to estimate the time left',
    coerce: (text: string) => parseMemoryAmount(text, 'heap-limit'),
  },
  'max-memory': {
    ...TEXT,
    describe: 'Memory that the analysis may use (20GB), instead of all free memory',
    coerce: (text: string) => parseMemoryAmount(text, 'max-memory'),
  },
  'fail-on': {
    describe: 'Lowest verdict that makes the exit code 1',
    choices: FAIL_POLICIES,
    defaultDescription: 'leak',
    requiresArg: true,
  },
  config: {
    ...TEXT,
    describe: 'Configuration to use; --no-config for none',
    defaultDescription: 'poolscope.config.json',
  },
  quiet: {
    ...FLAG,
    alias: 'q',
    describe: 'Print one line per finding, and nothing without findings',
    conflicts: 'verbose',
  },
  verbose: {
    ...FLAG,
    describe: 'Print everything: all findings in full, pools, growth, codes, what was set aside',
  },
  timings: { ...FLAG, describe: 'Report how long each phase took' },
  color: { ...FLAG, describe: 'Use colors; --no-color for none', defaultDescription: 'on a terminal' },
} as const;

/** What the exit code of a command says that makes a report. */
export const REPORT_EXIT_CODES = `Exit codes:
  0  no finding at or above --fail-on
  1  findings at or above --fail-on
  2  bad usage, bad input, or a failure`;

/** Values of {@link REPORT_OPTIONS}. */
export type ReportArguments = InferredOptionTypes<typeof REPORT_OPTIONS>;

/** The same, completed by the configuration. */
export type ConfiguredReportArguments = Configured<ReportArguments>;
