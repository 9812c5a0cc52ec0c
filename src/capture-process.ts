import { attach } from './capture/attachment.js';
import type { CapturedHeap } from './capture/heap-capture.js';
import { localSystem } from './capture/local-system.js';
import type { Pace } from './capture/pacing.js';
import { type CaptureEvent, captureAttached } from './capture/series-capture.js';
import { parseTarget, type Target } from './capture/target.js';
import { mapsOnDisk } from './disk/maps-on-disk.js';
import { checkSeriesFolder, makeSeriesFolder, removeEmptyFolders } from './disk/series-folder.js';
import { findSourceRoots } from './disk/source-files-on-disk.js';
import { ToolError } from './errors.js';

/** What decides when the next snapshot is taken. With `wait`, `ready` is called before each one, the first being 0. */
export type CapturePace = Exclude<Pace, { kind: 'between' }>;

/** Options of {@link captureSeries}. */
export interface CaptureOptions {
  /** For `0.heapsnapshot`, `1.heapsnapshot` … It is made, readable by the user alone, and must hold no snapshots yet. */
  readonly folder: string;
  /** Snapshots after the first one, 0 to 1,000; 3 by default. */
  readonly rounds?: number;
  /** Every 30 seconds by default. */
  readonly pace?: CapturePace;
  /** Compresses the snapshots. */
  readonly gzip?: boolean;
  /** `ages` records when objects are allocated; `stacks` also records where, which makes allocation ten times slower. */
  readonly track?: 'ages' | 'stacks';
  /** Whether the texts of the process's scripts are kept in `scripts/`, for the lines of the report; yes by default. */
  readonly texts?: boolean;
  /** Folders that hold the files of the process, when their paths differ here. Source maps are read from them. */
  readonly sourceRoots?: readonly string[];
  /** Thread id, or a part of the title or URL, of the worker to capture. */
  readonly worker?: string;
  /** Attaches to an inspector of another machine. */
  readonly allowRemote?: boolean;
  /** Closes the inspector afterwards, though it was open before. */
  readonly close?: boolean;
  /** Continues beside another debugger, and even if a snapshot would probably kill the process. */
  readonly force?: boolean;
  /** Has another process lend its inspector's port, if this one can open none at another. */
  readonly borrowsPort?: boolean;
  /** Ends the capture; snapshots that are whole are kept. */
  readonly signal?: AbortSignal;
  /** Called with each step: the cost of a snapshot before it is taken, bytes received, the finished file. */
  readonly onEvent?: (event: CaptureEvent) => void;
  /** Called with each line that a process started for the capture prints. */
  readonly onLine?: (line: string) => void;
}

/** The files of a series. */
export interface CapturedFiles {
  /** The files in the order of their capture, for `analyzeFiles`. */
  readonly paths: readonly string[];
  /** What each snapshot cost and holds, in the same order. */
  readonly snapshots: readonly CapturedHeap[];
  /** The process, as this machine knows it. */
  readonly pid: number;
}

const ROUNDS = 3;
const MAX_ROUNDS = 1000;
const INTERVAL_MS = 30_000;

/**
 * Takes a series of heap snapshots of a running process of Node.js, as `poolscope attach --no-analyze` does, and leaves nothing in
 * the process. Each snapshot pauses the process, and needs memory of its own.
 *
 * @param target a pid, what `poolscope attach` accepts as text (`server.js`, `localhost:9229`, `ws://…`), or a {@link Target}
 *
 * @example
 * ```ts
 * const { paths } = await captureSeries(4711, { folder: 'snapshots', rounds: 3, signal: AbortSignal.timeout(300_000) });
 * const report = await analyzeFiles(paths);
 * ```
 *
 * @throws ToolError when the process is not found, cannot be attached to, ends, or would probably be killed, or when the folder
 *   cannot be written. Snapshots that were whole before stay in the folder.
 * @throws the signal's reason when cancelled
 */
export async function captureSeries(target: number | string | Target, options: CaptureOptions): Promise<CapturedFiles> {
  const { folder, rounds = ROUNDS, pace = { kind: 'interval', intervalMs: INTERVAL_MS }, texts = true } = options;
  if (!Number.isInteger(rounds) || rounds < 0 || rounds > MAX_ROUNDS)
    throw new ToolError('usage', `rounds: expected a whole number from 0 to ${MAX_ROUNDS}, got ${rounds}`);
  const { gzip = false, track = null, force = false, onEvent = ignore, onLine = ignore } = options;
  const signal = options.signal ?? new AbortController().signal;
  signal.throwIfAborted();
  await checkSeriesFolder(folder);
  const findMap = mapsOnDisk(await findSourceRoots(options.sourceRoots ?? []));
  const attachment = await attach(typeof target === 'object' ? target : parseTarget(String(target)), {
    system: await localSystem(),
    worker: options.worker ?? null,
    allowRemote: options.allowRemote === true,
    close: options.close === true,
    borrowsPort: options.borrowsPort === true,
    force,
    onLine,
    signal,
  });
  let made: string[] = [];
  let isWhole = false;
  try {
    made = await makeSeriesFolder(folder);
    const series = { folder, rounds, pace, gzip, track, texts, findMap, force, signal, onEvent };
    const { snapshots, failure } = await captureAttached(attachment, series);
    if (failure !== null) throw failure;
    isWhole = true;
    return { paths: snapshots.map(({ path }) => path), snapshots, pid: attachment.pid };
  } finally {
    await removeEmptyFolders(made);
    await attachment.detach(!isWhole);
  }
}

function ignore(): void {
  // Nobody asked for it.
}
