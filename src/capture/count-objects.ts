import { setTimeout as sleep } from 'node:timers/promises';

import { ToolError } from '../errors.js';
import { evaluate } from './evaluate.js';
import type { InspectorSession } from './inspector-session.js';

/** The objects of a heap, and what it took to count them. */
export interface ObjectCount {
  readonly objects: number;
  /** How much longer the target took by the clock than by its processor: 1 where it had a core for itself. */
  readonly slowness: number;
}

/** As long as a collection of garbage may take. */
const COUNT_TIMEOUT_MS = 120_000;
/** V8 reports from a timer, which comes late in a busy target. */
const REPORT_MS = 3_000;
/** Less processor time is measured too coarsely to be compared. */
const LEAST_CPU_MS = 5;
const MOST_SLOWNESS = 20;

const CPU_TIME = 'const { user, system } = process.cpuUsage(); return (user + system) / 1000;';

/**
 * Counts the objects of the heap, which tells far better than its bytes what a snapshot costs. V8 goes through the heap once, as it
 * does at the beginning of a snapshot: that takes a tenth of the time, and no memory that the snapshot would not take too. The
 * ids that V8 gives its objects for it are discarded, so this must come before the first snapshot.
 *
 * @returns null when the target does not count
 * @throws ToolError `target-lost`, `target-silent`
 */
export async function countObjects(session: InspectorSession): Promise<ObjectCount | null> {
  let objects = 0;
  let report: () => void = () => undefined;
  const reported = new Promise<void>((resolve) => {
    report = resolve;
  });
  const unlisten = session.listen(({ method, params: { statsUpdate } }) => {
    if (method !== 'HeapProfiler.heapStatsUpdate' || !Array.isArray(statsUpdate)) return;
    // Groups of three: number of the interval, objects, bytes.
    for (let at = 1; at < statsUpdate.length; at += 3) objects += Number(statsUpdate[at]) || 0;
    report();
  });
  try {
    const cpuBefore = Number(await evaluate(session, CPU_TIME));
    const startMs = performance.now();
    const options = { timeoutMs: COUNT_TIMEOUT_MS };
    await session.send('HeapProfiler.startTrackingHeapObjects', { trackAllocations: false }, options);
    const wallMs = performance.now() - startMs;
    const cpuMs = Number(await evaluate(session, CPU_TIME)) - cpuBefore;
    await Promise.race([reported, sleep(REPORT_MS, undefined, { ref: false })]);
    if (objects === 0) return null;
    const slowness = cpuMs < LEAST_CPU_MS ? 1 : wallMs / cpuMs;
    return { objects, slowness: Math.min(MOST_SLOWNESS, Math.max(1, slowness || 1)) };
  } catch (error) {
    if (error instanceof ToolError && error.code === 'capture-failed') return null;
    throw error;
  } finally {
    unlisten();
    // To stop tracking otherwise would take a snapshot.
    await session.send('HeapProfiler.disable').catch(() => undefined);
  }
}
