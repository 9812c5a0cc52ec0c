import type { ObjectCount } from './count-objects.js';
import type { TargetMemory } from './target-facts.js';

/** What a snapshot is expected to cost. All in bytes and milliseconds. */
export interface CostEstimate {
  readonly heapUsed: number;
  /** Objects of the heap, or null when they were not counted. */
  readonly objects: number | null;
  /** The lowest and highest values measured for such heaps. */
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

interface Amount {
  readonly least: number;
  readonly usual: number;
  readonly most: number;
}

/**
 * Fits to heaps of small objects, Maps, JSON, closures, numbers, strings, buffers and arrays of references of 11 to 146 MB, Node.js 20
 * on two cores. An object costs time and memory, a string of its own most, and so does each reference: an array's are listed twice,
 * so there are up to two in eight bytes of heap. That is off by half to twice, and more only for long strings, which cost nothing;
 * from the bytes alone it would be off by ten times.
 */
const BY_OBJECT = {
  extra: { least: 250, usual: 450, most: 700 },
  pauseMs: { least: 0.0015, usual: 0.0035, most: 0.006 },
};
const BY_BYTE = { extra: { least: 0, usual: 4, most: 8.5 }, pauseMs: { least: 0, usual: 1e-5, most: 4e-5 } };
const BASE = { extra: { least: 10e6, usual: 25e6, most: 40e6 }, pauseMs: { least: 40, usual: 80, most: 150 } };
/** Without a count: the smallest objects take 24 bytes, those of services 40 to 100. */
const BYTES_BY_OBJECT = { least: 400, usual: 60, most: 25 };
/** Factor for differences between two snapshots of the same heap. */
const MEASURED_MARGIN = 1.2;
/** The same for the pause, in which other processes may take the cores. */
const PAUSE_MARGIN = 1.5;

/**
 * Estimates the cost of the next snapshot from the target's heap and, if there is one, an earlier snapshot.
 *
 * @param count of its objects, or null when it is unknown
 */
export function estimateCost(
  memory: TargetMemory,
  measured: MeasuredCost | null,
  count: ObjectCount | null = null,
): CostEstimate {
  const { heapUsed, available, availableOf } = memory;
  const facts = { heapUsed, available, availableOf, objects: count?.objects ?? null };
  if (measured !== null) {
    const scale = (heapUsed / Math.max(1, measured.heapUsed)) * MEASURED_MARGIN;
    // The next snapshot reuses memory that the process kept from an earlier one.
    const peak = measured.rssBefore + (measured.rssPeak - measured.rssBefore) * scale;
    const extra = Math.max(0, peak - memory.rss);
    const pauseMs = measured.pauseMs * (scale / MEASURED_MARGIN);
    const danger = available !== null && extra > available ? 'deadly' : 'safe';
    return {
      ...facts,
      pauseMs: [pauseMs / PAUSE_MARGIN, pauseMs * PAUSE_MARGIN],
      extraBytes: [extra / MEASURED_MARGIN, extra],
      danger,
      isMeasured: true,
    };
  }
  const amount = (what: 'extra' | 'pauseMs', which: keyof Amount): number => {
    const objects = count?.objects ?? heapUsed / BYTES_BY_OBJECT[which];
    return BASE[what][which] + objects * BY_OBJECT[what][which] + heapUsed * BY_BYTE[what][which];
  };
  const slowness = count?.slowness ?? 1;
  const most = amount('extra', 'most');
  return {
    ...facts,
    pauseMs: [amount('pauseMs', 'least') * slowness, amount('pauseMs', 'most') * slowness * PAUSE_MARGIN],
    extraBytes: [amount('extra', 'least'), most],
    danger: dangerOf(available, amount('extra', 'usual'), most),
    isMeasured: false,
  };
}

function dangerOf(available: number | null, usual: number, most: number): CostEstimate['danger'] {
  if (available === null || available >= most) return 'safe';
  return available >= usual ? 'tight' : 'deadly';
}
