import type { LocationColumns, SampleColumns } from './columns.js';
import type { LocationLayout, SampleLayout, SnapshotLayout } from './layout.js';
import { RowError, type RowSink, rejectWide, type WideNumbers } from './row-sink.js';

const FIRST_CAPACITY = 256;

/** Collects the rows of the `locations` section, whose number no header announces. */
export class GrowingLocations implements RowSink {
  readonly section = 'locations';
  readonly stride: number;
  readonly #layout: LocationLayout;
  readonly #nodeStride: number;
  readonly #nodeCount: number;
  #count = 0;
  #nodes = new Uint32Array(FIRST_CAPACITY);
  #scriptIds = new Uint32Array(FIRST_CAPACITY);
  #lines = new Uint32Array(FIRST_CAPACITY);
  #columns = new Uint32Array(FIRST_CAPACITY);

  constructor(layout: LocationLayout, snapshot: SnapshotLayout) {
    this.stride = layout.stride;
    this.#layout = layout;
    this.#nodeStride = snapshot.nodes.stride;
    this.#nodeCount = snapshot.nodeCount;
  }

  accept(values: Uint32Array, length: number, wide: WideNumbers): void {
    const { stride, objectIndex, scriptId, line, column } = this.#layout;
    const known = [objectIndex, scriptId, line, column];
    if (wide.size > 0) rejectWide(wide, stride, (field) => !known.includes(field));
    this.#reserve(this.#count + length / stride);
    for (let at = 0; at < length; at += stride) {
      const nodeIndex = values[at + objectIndex];
      const node = nodeIndex / this.#nodeStride;
      if (!Number.isInteger(node) || node >= this.#nodeCount) {
        throw new RowError(
          at + objectIndex,
          `expected the index of a node (a multiple of ${this.#nodeStride}), found ${nodeIndex}`,
        );
      }
      const row = this.#count++;
      this.#nodes[row] = node;
      this.#scriptIds[row] = values[at + scriptId];
      this.#lines[row] = values[at + line];
      this.#columns[row] = values[at + column];
    }
  }

  progress(): string {
    return `${this.#count} locations`;
  }

  /** What was collected. */
  columns(): LocationColumns {
    const count = this.#count;
    return {
      count,
      nodes: this.#nodes.slice(0, count),
      scriptIds: this.#scriptIds.slice(0, count),
      lines: this.#lines.slice(0, count),
      columns: this.#columns.slice(0, count),
    };
  }

  #reserve(rows: number): void {
    if (rows <= this.#nodes.length) return;
    const capacity = Math.max(rows, this.#nodes.length * 2);
    this.#nodes = grow(this.#nodes, capacity);
    this.#scriptIds = grow(this.#scriptIds, capacity);
    this.#lines = grow(this.#lines, capacity);
    this.#columns = grow(this.#columns, capacity);
  }
}

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

function grow(values: Uint32Array, capacity: number): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(capacity);
  grown.set(values);
  return grown;
}
