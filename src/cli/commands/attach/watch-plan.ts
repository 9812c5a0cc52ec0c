import type { AttachArguments } from './attach-options.js';
import type { PaceArguments } from './capture-plan.js';

/** How long growing places are watched after the last snapshot, in milliseconds. */
export interface WatchTimes {
  /** Under whatever load there is. */
  readonly loadMs: number;
  /** Without load. */
  readonly quietMs: number;
}

const MOST_MS = 30_000;
/** Fewer snapshots prove no growth that could be watched. */
const LEAST_ROUNDS = 2;

/** Whether growing places are watched at all. */
export function isWatched({ watch, analyze, rounds }: AttachArguments): boolean {
  return watch && analyze && rounds >= LEAST_ROUNDS;
}

/**
 * As long as the series lasted: what it saw come can have gone by then. Between two load commands the process has no load, so all
 * of the time is quiet.
 *
 * @param spanMs from the first snapshot to the last
 */
export function watchTimes(
  { settle, 'watch-time': given }: AttachArguments,
  pace: PaceArguments['kind'],
  spanMs: number,
): WatchTimes {
  const mostMs = given ?? Math.min(MOST_MS, spanMs);
  if (pace === 'between') return { loadMs: 0, quietMs: settle ?? mostMs };
  return { loadMs: mostMs, quietMs: settle ?? 0 };
}
