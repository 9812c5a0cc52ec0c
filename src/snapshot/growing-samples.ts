import type { SampleColumns } from './columns.js';
import type { RowSink, WideNumbers } from './row-sink.js';
import type { SampleLayout } from './snapshot-layout.js';

/** Collects the rows of the `samples` section. Its times are microseconds and pass 2³² after 72 minutes. */
export class GrowingSamples implements RowSink {
  readonly section = 'samples';
  readonly stride: number;
  readonly #layout: SampleLayout;
  readonly #timestampsUs: number[] = [];
  readonly #lastAssignedIds: number[] = [];

  constructor(layout: SampleLayout) {
    this.stride = layout.stride;
    this.#layout = layout;
  }

  accept(values: Uint32Array, length: number, wide: WideNumbers): void {
    const { stride, timestampUs, lastAssignedId } = this.#layout;
    for (let at = 0; at < length; at += stride) {
      this.#timestampsUs.push(wide.get(at + timestampUs) ?? values[at + timestampUs]);
      this.#lastAssignedIds.push(wide.get(at + lastAssignedId) ?? values[at + lastAssignedId]);
    }
  }

  progress(): string {
    return `${this.#timestampsUs.length} samples`;
  }

  /** What was collected. */
  columns(): SampleColumns {
    return {
      count: this.#timestampsUs.length,
      timestampsUs: Float64Array.from(this.#timestampsUs),
      lastAssignedIds: Float64Array.from(this.#lastAssignedIds),
    };
  }
}
