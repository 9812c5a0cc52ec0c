import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

import { attachToOwnThread, openAtOnce } from '../capture/own-thread.js';
import { captureAttached } from '../capture/series-capture.js';
import { checkSeriesFolder, makeSeriesFolder } from '../disk/series-folder.js';
import { ToolError } from '../errors.js';
import type { FailPolicy } from '../findings/fail-policy.js';
import type { Report } from '../findings/report-schema.js';

/** What is tried: it takes from the pool and gives back, and is done when its promise is fulfilled. */
export type Work = () => unknown;

/** Options of `expectNoPoolLeak` and of the matcher. */
export interface WorkOptions {
  /** How often the work runs between two snapshots, 1 to 100,000; 20 by default. */
  readonly repeat?: number;
  /** How often it runs before the first snapshot, so that pools and caches are filled; as often as `repeat` by default. */
  readonly warmUp?: number;
  /** Snapshots after the first one, 2 to 20; 3 by default. */
  readonly rounds?: number;
  /** Time after the work of a round, in milliseconds, in which sockets close and timers run out; 50 by default. */
  readonly settleMs?: number;
  /** The mildest verdict that fails; `leak` by default. */
  readonly failOn?: Exclude<FailPolicy, 'never'>;
  /** Files with profiles of your own pools. */
  readonly profiles?: readonly string[];
  /** Folders with the sources, where the scripts name other paths. */
  readonly sourceRoots?: readonly string[];
  /** A file of known findings: see `poolscope baseline`. */
  readonly baseline?: string;
  /** A folder in which snapshots and report are kept; it must hold no snapshots yet. They contain each string of the process. */
  readonly keep?: string;
  /** Ends it. */
  readonly signal?: AbortSignal;
}

const REPEAT = 20;
const ROUNDS = 3;
const SETTLE_MS = 50;
/** What starts another program, or a debugger, in a process that the tests start. */
const NOT_PASSED_ON = ['NODE_OPTIONS', 'NODE_V8_COVERAGE'];

/**
 * Runs the work in equal rounds, takes a snapshot of this thread's heap after each, and has another process analyze them.
 *
 * @param program the file of the command line
 * @throws ToolError `usage` for an option out of its bounds, and what the capture and the analysis throw
 * @throws what the work throws, and the signal's reason
 */
export async function reportOnWork(work: Work, options: WorkOptions, program: string): Promise<Report> {
  const { keep } = options;
  checkOptions(work, options);
  if (keep !== undefined) {
    await checkSeriesFolder(keep);
    await makeSeriesFolder(keep);
  }
  const folder = keep ?? (await mkdtemp(join(tmpdir(), 'poolscope-test-')));
  try {
    await captureRounds(work, options, folder);
    return await analyze(folder, options, program);
  } finally {
    if (keep === undefined) await rm(folder, { recursive: true, force: true });
  }
}

function checkOptions(work: Work, options: WorkOptions): void {
  if (typeof work !== 'function')
    throw new ToolError('usage', `expected a function that does the work, got ${typeof work}`, {
      hint: 'Give the function itself: it is called several times.',
    });
  const { repeat = REPEAT, warmUp = repeat, rounds = ROUNDS, settleMs = SETTLE_MS } = options;
  checkNumber('repeat', repeat, 1, 100_000);
  checkNumber('warmUp', warmUp, 0, 100_000);
  checkNumber('rounds', rounds, 2, 20);
  checkNumber('settleMs', settleMs, 0, 60_000);
}

function checkNumber(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new ToolError('usage', `${name}: expected a whole number from ${least} to ${most}, got ${value}`);
}

async function captureRounds(work: Work, options: WorkOptions, folder: string): Promise<void> {
  const { repeat = REPEAT, warmUp = repeat, rounds = ROUNDS, settleMs = SETTLE_MS } = options;
  const signal = options.signal ?? new AbortController().signal;
  const ready = async (round: number): Promise<void> => {
    for (let done = 0; done < (round === 0 ? warmUp : repeat); done += 1) {
      signal.throwIfAborted();
      await work();
    }
    await sleep(settleMs, undefined, { signal });
  };
  const attachment = await attachToOwnThread();
  try {
    const { failure } = await captureAttached(attachment, {
      folder,
      rounds,
      pace: { kind: 'wait', ready },
      signal,
      onEvent: () => undefined,
      open: openAtOnce,
    });
    if (failure !== null) throw failure;
  } finally {
    await attachment.detach(false);
  }
}

async function analyze(folder: string, options: WorkOptions, program: string): Promise<Report> {
  const { profiles = [], sourceRoots = [], baseline, signal } = options;
  const file = join(folder, 'report.json');
  const args = [
    ...['analyze', folder, '--format', 'json', '--output', file, '--fail-on', 'never'],
    ...profiles.flatMap((profile) => ['--profile', profile]),
    ...sourceRoots.flatMap((root) => ['--source-root', root]),
    ...(baseline === undefined ? [] : ['--baseline', baseline]),
  ];
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !NOT_PASSED_ON.includes(name)));
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'], signal });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw error;
  });
  if (code === 0) return JSON.parse(await readFile(file, 'utf8')) as Report;
  throw new ToolError('engine-failed', said.trim() || `The analysis ended with exit code ${code}`);
}
