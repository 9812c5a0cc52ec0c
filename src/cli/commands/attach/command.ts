import type { Argv } from 'yargs';

import { parseTarget, type Target } from '../../../capture/target.js';
import { ToolError } from '../../../errors.js';
import { REPORT_EXCLUSIVE, REPORT_OPTIONS, type ReportArguments, readReportArguments } from '../analyze/command.js';
import { parseByteAmount } from '../../arguments/byte-amount.js';
import type { CommandSyntax } from '../../arguments/command.js';
import { parseDuration } from '../../arguments/duration.js';
import type { GivenArguments } from '../../given-arguments.js';

/** What lies between two snapshots, as the arguments say it. */
export type PaceArguments =
  | { readonly kind: 'interval'; readonly intervalMs: number }
  | { readonly kind: 'growth'; readonly bytes: number; readonly intervalMs: number }
  | { readonly kind: 'wait' }
  | { readonly kind: 'between'; readonly command: string; readonly intervalMs: number };

/** Arguments of `poolscope attach`. */
export interface AttachArguments {
  /** Null when none was given: then the processes that could be are listed. */
  readonly target: Target | null;
  readonly worker: string | null;
  /** Snapshots after the first. */
  readonly rounds: number;
  readonly pace: PaceArguments;
  /** Folder for the snapshots, or undefined for one of its own. */
  readonly dir: string | undefined;
  readonly gzip: boolean;
  readonly track: 'ages' | 'stacks' | null;
  readonly analyze: boolean;
  readonly force: boolean;
  readonly allowRemote: boolean;
  /** Closes also an inspector that was open before. */
  readonly close: boolean;
  readonly report: ReportArguments;
}

const DEFAULT_ROUNDS = 3;

const text = { type: 'string', requiresArg: true } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  spawn: { ...flag, describe: 'Start the command after --, and attach to that' },
  worker: { ...text, describe: 'Look at a worker thread: its number, or a part of its name or file' },
  rounds: { describe: 'Snapshots after the first', type: 'number', default: DEFAULT_ROUNDS, requiresArg: true },
  interval: { ...text, describe: 'Time between two snapshots', defaultDescription: '30s' },
  'until-growth': { ...text, describe: 'Take the next one when the heap has grown by this much (50MB)' },
  wait: { ...flag, describe: 'Take the next one when Enter is pressed' },
  between: { ...text, describe: 'Shell command that works the process; run before each snapshot' },
  dir: { ...text, describe: 'Folder for the snapshots', defaultDescription: 'poolscope-<pid>-<time>' },
  gzip: { ...flag, describe: 'Compress the snapshots' },
  ages: { ...flag, describe: 'Record when objects are born; takes up to half a core' },
  allocations: { ...flag, describe: 'Record where objects are made; slows allocation ten times' },
  analyze: {
    ...flag,
    describe: 'Analyse what was captured; --no-analyze only captures',
    default: true,
    defaultDescription: 'yes',
  },
  force: { ...flag, describe: 'Go on when the target may be killed by it, or is being debugged' },
  close: { ...flag, describe: 'Close the inspector afterwards, though it was open before' },
  'allow-remote': { ...flag, describe: 'Attach to another machine, unencrypted' },
  ...REPORT_OPTIONS,
} as const;

/** What `attach` takes. */
export const ATTACH_SYNTAX: CommandSyntax = {
  options: OPTIONS,
  operands: { least: 0, most: 1, expected: 'a target: a pid, host:port or ws://…' },
  exclusive: [
    ...REPORT_EXCLUSIVE,
    ['ages', 'allocations'],
    ['until-growth', 'wait'],
    ['until-growth', 'between'],
    ['wait', 'between'],
    ['wait', 'interval'],
  ],
  // The only worker there is.
  mayBeEmpty: ['worker'],
};

/** A quick look is cheap, and growth should not be missed by half a minute. */
const GROWTH_LOOK_MS = 2_000;
/** What a process needs to come to rest after a load. */
const SETTLE_MS = 1_000;
const INTERVAL_MS = 30_000;
/** Each stops the target; more than this is a mistake. */
const MAX_ROUNDS = 1000;

/** Adds `attach` to what the help tells of. */
export function describeAttach<T>(parser: Argv<T>): Argv<T> {
  return parser.command('attach [target]', 'Capture a series from a running process, and analyse it', (builder) =>
    builder
      .positional('target', { describe: 'Pid, host:port, or ws:// address of an inspector', type: 'string' })
      .options(OPTIONS)
      .group(['spawn', 'worker', 'allow-remote', 'force', 'close'], 'Target:')
      .group(['rounds', 'interval', 'until-growth', 'wait', 'between'], 'Series:')
      .group(['dir', 'gzip', 'ages', 'allocations', 'analyze'], 'Snapshots:')
      .group(Object.keys(REPORT_OPTIONS), 'Report:')
      .example('$0 attach 4711', 'four snapshots, 30 seconds apart')
      .example("$0 attach 4711 --between './load.sh'", 'after each of four equal loads')
      .example('$0 attach --spawn -- node server.js', 'start it with an inspector of its own')
      .epilogue(EXIT_CODES),
  );
}

/**
 * @param command what follows `--` on the command line
 * @throws ToolError `usage` when an option that may be given once was given twice, or has a value that makes no sense
 */
export function readAttachArguments(given: GivenArguments, command: readonly string[]): AttachArguments {
  return {
    target: readTarget(given.operands[0], given.flag('spawn') === true, command),
    worker: given.text('worker') ?? null,
    rounds: readRounds(given.number('rounds') ?? DEFAULT_ROUNDS),
    pace: readPace(given),
    dir: given.text('dir'),
    gzip: given.flag('gzip') ?? false,
    track: readTrack(given),
    analyze: given.flag('analyze') ?? true,
    force: given.flag('force') ?? false,
    allowRemote: given.flag('allow-remote') ?? false,
    close: given.flag('close') ?? false,
    report: readReportArguments(given),
  };
}

function readTarget(target: string | undefined, isSpawned: boolean, command: readonly string[]): Target | null {
  if (!isSpawned) {
    if (command.length > 0) throw new ToolError('usage', 'A command after -- wants --spawn before it');
    return target === undefined ? null : parseTarget(target);
  }
  const hint = 'For example: poolscope attach --spawn -- node server.js';
  if (target !== undefined)
    throw new ToolError('usage', `Give either a target or --spawn, not both: ${target}`, { hint });
  if (command.length === 0) throw new ToolError('usage', '--spawn: expected a command after --', { hint });
  return { kind: 'spawn', command };
}

function readRounds(rounds: number): number {
  if (Number.isInteger(rounds) && rounds >= 0 && rounds <= MAX_ROUNDS) return rounds;
  throw new ToolError('usage', `--rounds: expected a whole number from 0 to ${MAX_ROUNDS}, got ${rounds}`);
}

function readTrack(given: GivenArguments): AttachArguments['track'] {
  if (given.flag('allocations') === true) return 'stacks';
  return given.flag('ages') === true ? 'ages' : null;
}

function readPace(given: GivenArguments): PaceArguments {
  const between = given.text('between');
  const growth = given.text('until-growth');
  const interval = given.text('interval');
  const intervalOr = (otherwiseMs: number): number =>
    interval === undefined ? otherwiseMs : parseDuration(interval, 'interval');
  if (given.flag('wait') === true) return { kind: 'wait' };
  if (between !== undefined) return { kind: 'between', command: between, intervalMs: intervalOr(SETTLE_MS) };
  if (growth === undefined) return { kind: 'interval', intervalMs: intervalOr(INTERVAL_MS) };
  return { kind: 'growth', bytes: parseByteAmount(growth, 'until-growth'), intervalMs: intervalOr(GROWTH_LOOK_MS) };
}

const EXIT_CODES = `The process stands still during each snapshot. What it will cost is said first.

Exit codes:
  0    nothing as grave as --fail-on
  1    findings at least as grave as --fail-on
  2    bad usage, a target that cannot be attached to, or a failure
  130  interrupted; what was captured is kept`;
