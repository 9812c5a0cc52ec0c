import type { SampleColumns } from '../snapshot/columns.js';

const MICROSECONDS_PER_MS = 1000;

/** How old an object is when the snapshot is taken. */
export interface Age {
  /** Milliseconds. */
  readonly ms: number;
  /** True when the object existed before tracking began, so it is at least this old. */
  readonly isLeast: boolean;
}

/** Ages of objects, from the samples of a tracked heap: V8 records about every 50 ms the last node id assigned. */
export class BirthTimes {
  readonly #samples: SampleColumns;
  /** False also for samples that are not in order: they say nothing about ages. */
  readonly isTracked: boolean;

  constructor(samples: SampleColumns) {
    this.#samples = samples;
    this.isTracked = samples.count > 1 && isAscending(samples.timestampsUs) && isAscending(samples.lastAssignedIds);
  }

  /** Age of the object with node id `id` at the last sample, or null when the heap was not tracked. */
  ageOf(id: number): Age | null {
    const { count, timestampsUs } = this.#samples;
    if (!this.isTracked) return null;
    const end = timestampsUs[count - 1];
    const sample = this.#sampleThatKnows(id);
    const born = sample === count ? end : timestampsUs[sample];
    return { ms: (end - born) / MICROSECONDS_PER_MS, isLeast: sample === 0 };
  }

  /** The first sample at which `id` had been assigned, by binary search; `count` when there is none. */
  #sampleThatKnows(id: number): number {
    const { count, lastAssignedIds } = this.#samples;
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (lastAssignedIds[middle] >= id) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function isAscending(values: Float64Array): boolean {
  for (let at = 1; at < values.length; at += 1) if (values[at] < values[at - 1]) return false;
  return true;
}
