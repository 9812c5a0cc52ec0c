import type { TargetMemory } from './target-facts.js';

/** What a snapshot is expected to cost. All in bytes and milliseconds. */
export interface CostEstimate {
  readonly heapUsed: number;
  /** The lowest and highest values measured for heaps of this size. */
  readonly pauseMs: readonly [number, number];
  readonly extraBytes: readonly [number, number];
  /** Memory that is left to the target, or null when it is unknown. */
  readonly available: number | null;
  readonly availableOf: TargetMemory['availableOf'];
  /**
   * `safe`: even the highest estimate fits. `tight`: it may not fit. `deadly`: less is available than most heaps need.
   */
  readonly danger: 'safe' | 'tight' | 'deadly';
  /** True when the estimate rests on an earlier snapshot of this target, false when it rests on other heaps. */
  readonly isMeasured: boolean;
}

/** The measured cost of one snapshot. */
export interface MeasuredCost {
  readonly heapUsed: number;
  readonly rssBefore: number;
  /** Highest resident memory up to the end of the snapshot. */
  readonly rssPeak: number;
  readonly pauseMs: number;
}

/**
 * Extra resident memory and pause by byte of live heap, measured on Node.js 20 and 24 on two cores: strings at the low
 * end (1.5 bytes, 8 ms/MB), small objects and arrays of references at the high end (10.7 bytes, 124 ms/MB). Services
 * lie between: JSON, code and buffers cost little, records and maps cost much.
 */
const EXTRA_PER_BYTE = { least: 1.5, usual: 6, most: 11 };
const PAUSE_MS_PER_MB = { least: 8, most: 130 };
/** Even the smallest heap contains Node.js itself. */
const LEAST_PAUSE_MS = 100;
/** Factor for differences between two snapshots of the same heap. */
const MEASURED_MARGIN = 1.2;

/** Estimates the cost of the next snapshot from the target's heap and, if there is one, an earlier snapshot. */
export function estimateCost(memory: TargetMemory, measured: MeasuredCost | null): CostEstimate {
  const { heapUsed, available, availableOf } = memory;
  const megabytes = heapUsed / 1e6;
  if (measured !== null) {
    const scale = (heapUsed / Math.max(1, measured.heapUsed)) * MEASURED_MARGIN;
    // The next snapshot reuses memory that the process kept from an earlier one.
    const peak = measured.rssBefore + (measured.rssPeak - measured.rssBefore) * scale;
    const extra = Math.max(0, peak - memory.rss);
    const pauseMs = measured.pauseMs * scale;
    const danger = available !== null && extra > available ? 'deadly' : 'safe';
    return {
      heapUsed,
      pauseMs: [pauseMs / MEASURED_MARGIN, pauseMs],
      extraBytes: [extra / MEASURED_MARGIN, extra],
      available,
      availableOf,
      danger,
      isMeasured: true,
    };
  }
  const { least, usual, most } = EXTRA_PER_BYTE;
  return {
    heapUsed,
    pauseMs: [
      Math.max(LEAST_PAUSE_MS, megabytes * PAUSE_MS_PER_MB.least),
      Math.max(LEAST_PAUSE_MS, megabytes * PAUSE_MS_PER_MB.most),
    ],
    extraBytes: [heapUsed * least, heapUsed * most],
    available,
    availableOf,
    danger: dangerOf(available, heapUsed * usual, heapUsed * most),
    isMeasured: false,
  };
}

function dangerOf(available: number | null, usual: number, most: number): CostEstimate['danger'] {
  if (available === null || available >= most) return 'safe';
  return available >= usual ? 'tight' : 'deadly';
}
