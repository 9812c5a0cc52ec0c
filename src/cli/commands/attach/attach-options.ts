import type { InferredOptionTypes } from 'yargs';

import { ToolError } from '../../../errors.js';
import { parseByteAmount } from '../../arguments/byte-amount.js';
import { parseDuration } from '../../arguments/duration.js';
import { FLAG, TEXT } from '../../arguments/option-kinds.js';
import { REPORT_OPTIONS } from '../report-options.js';

/** Options of `poolscope attach`. */
export const ATTACH_OPTIONS = {
  spawn: { ...FLAG, describe: 'Start the command after --, and attach to that' },
  worker: { ...TEXT, describe: 'Attach to a worker thread: its threadId, or a part of its name or file' },
  rounds: { describe: 'Number of snapshots after the first', default: 3, requiresArg: true, coerce: parseRounds },
  interval: {
    ...TEXT,
    describe: 'Time between two snapshots',
    defaultDescription: '30s',
    coerce: (text: string) => parseDuration(text, 'interval'),
  },
  'until-growth': {
    ...TEXT,
    describe: 'Take the next snapshot when the heap has grown by this much (50MB)',
    conflicts: ['wait', 'between'],
    coerce: (text: string) => parseByteAmount(text, 'until-growth'),
  },
  wait: { ...FLAG, describe: 'Take the next snapshot when Enter is pressed', conflicts: ['between', 'interval'] },
  between: { ...TEXT, describe: 'Shell command that puts load on the process; run before each snapshot' },
  dir: { ...TEXT, describe: 'Folder for the snapshots', defaultDescription: 'poolscope-<pid>-<time>' },
  gzip: { ...FLAG, describe: 'Compress the snapshots' },
  ages: {
    ...FLAG,
    describe: 'Record when objects are allocated; takes up to half a core',
    conflicts: 'allocations',
  },
  allocations: { ...FLAG, describe: 'Record where objects are allocated; slows allocation ten times' },
  scripts: {
    ...FLAG,
    describe: 'Save the source text of its scripts beside the snapshots; --no-scripts to save none',
    default: true,
    defaultDescription: 'yes',
  },
  analyze: {
    ...FLAG,
    describe: 'Analyze the snapshots; --no-analyze only captures them',
    default: true,
    defaultDescription: 'yes',
  },
  watch: {
    ...FLAG,
    describe: 'Before growth is called a leak, watch it in the running process; --no-watch to skip this',
    default: true,
    defaultDescription: 'yes',
  },
  'watch-time': {
    ...TEXT,
    describe: 'How long to watch at most',
    defaultDescription: 'as long as the series, up to 30s',
    coerce: (text: string) => parseDuration(text, 'watch-time'),
  },
  settle: {
    ...TEXT,
    describe: 'Ask you to stop the load, then watch for this long (20s)',
    coerce: (text: string) => parseDuration(text, 'settle'),
  },
  'dry-run': {
    ...FLAG,
    describe: 'Print what each snapshot would cost the process, and stop',
  },
  'free-port': {
    ...FLAG,
    describe: 'If another process has the inspector port of the target, have it close its inspector for the series',
  },
  'trace-leases': { ...FLAG, describe: 'Record which lines check out connections, until the last snapshot' },
  force: { ...FLAG, describe: 'Continue even if a snapshot may kill the target, or it is being debugged' },
  close: { ...FLAG, describe: 'Close the inspector afterwards, even if it was open before' },
  'allow-remote': { ...FLAG, describe: 'Attach to another machine, unencrypted' },
  ...REPORT_OPTIONS,
} as const;

/** Arguments of `poolscope attach`. */
export type AttachArguments = InferredOptionTypes<typeof ATTACH_OPTIONS> & {
  readonly target: string | undefined;
  /** The words after `--`: a command to start. */
  readonly '--'?: unknown;
};

/** Most rounds: each snapshot stops the target, so more are certainly a mistake. */
const MAX_ROUNDS = 1000;

function parseRounds(given: string | number): number {
  const rounds = Number(given);
  if (Number.isInteger(rounds) && rounds >= 0 && rounds <= MAX_ROUNDS) return rounds;
  throw new ToolError('usage', `--rounds: expected a whole number from 0 to ${MAX_ROUNDS}, got ${given}`);
}
