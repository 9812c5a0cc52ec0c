import type { TargetMemory } from './target-facts.js';

/** What a snapshot is expected to cost. All in bytes and milliseconds. */
export interface CostEstimate {
  readonly heapUsed: number;
  /** The least and the most that was seen for heaps of this size. */
  readonly pauseMs: readonly [number, number];
  readonly extraBytes: readonly [number, number];
  /** Memory that is left to the target, or null when it cannot be told. */
  readonly available: number | null;
  readonly availableOf: TargetMemory['availableOf'];
  /** `safe`: fits even at worst. `tight`: may not. `deadly`: what most heaps need is not there. */
  readonly danger: 'safe' | 'tight' | 'deadly';
  /** Whether an earlier snapshot of this target was measured, rather than other heaps. */
  readonly isMeasured: boolean;
}

/** What one snapshot did cost. */
export interface MeasuredCost {
  readonly heapUsed: number;
  readonly rssBefore: number;
  /** Highest resident memory up to the end of the snapshot. */
  readonly rssPeak: number;
  readonly pauseMs: number;
}

/**
 * Extra resident memory and pause by byte of live heap, measured on Node.js 20 and 24 on two cores: strings at the
 * low end (1.5 bytes, 8 ms/MB), small objects and arrays of references at the high end (10.7 bytes, 124 ms/MB).
 * Services lie between: JSON, code and buffers are cheap, records and maps are dear.
 */
const EXTRA_PER_BYTE = { least: 1.5, usual: 6, most: 11 };
const PAUSE_MS_PER_MB = { least: 8, most: 130 };
/** The smallest of heaps still has Node.js itself in it. */
const LEAST_PAUSE_MS = 100;
/** What changes from one snapshot to the next of the same heap. */
const MEASURED_MARGIN = 1.2;

/** What the next snapshot of a target will cost, from its heap alone or also from an earlier snapshot of it. */
export function estimateCost(memory: TargetMemory, measured: MeasuredCost | null): CostEstimate {
  const { heapUsed, available, availableOf } = memory;
  const megabytes = heapUsed / 1e6;
  if (measured !== null) {
    const scale = (heapUsed / Math.max(1, measured.heapUsed)) * MEASURED_MARGIN;
    // Memory that an earlier snapshot took and the process kept is used again.
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
