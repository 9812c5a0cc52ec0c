import type { ColumnMemory } from './column-memory.js';
import type { LocationColumns } from './columns.js';
import { findRowParser } from './row-parser.js';
import { canParseLocations } from './row-shapes.js';
import { RowError, type RowSink, rejectWide, type TextRows, type WideNumbers } from './row-sink.js';
import type { LocationLayout, SnapshotLayout } from './snapshot-layout.js';

const FIRST_CAPACITY = 256;
/** Fewer than one node in this many usually has a location. Memory that is not written to costs nothing. */
const NODES_PER_LOCATION = 3;

/** Collects the rows of the `locations` section, whose count is not in the header. */
export class GrowingLocations implements RowSink {
  readonly section = 'locations';
  readonly stride: number;
  readonly text: TextRows | null;
  readonly #layout: LocationLayout;
  readonly #snapshot: SnapshotLayout;
  readonly #memory: ColumnMemory;
  #count = 0;
  #nodes = new Uint32Array(0);
  #scriptIds = new Uint32Array(0);
  #lines = new Uint32Array(0);
  #columns = new Uint32Array(0);

  constructor(layout: LocationLayout, snapshot: SnapshotLayout, memory: ColumnMemory) {
    this.stride = layout.stride;
    this.#layout = layout;
    this.#snapshot = snapshot;
    this.#memory = memory;
    this.text = this.#textRows();
  }

  accept(values: Uint32Array, length: number, wide: WideNumbers): void {
    const { stride, objectIndex, scriptId, line, column } = this.#layout;
    const { nodeCount, nodes } = this.#snapshot;
    const known = [objectIndex, scriptId, line, column];
    if (wide.size > 0) rejectWide(wide, stride, (field) => !known.includes(field));
    this.#reserve(this.#count + length / stride);
    for (let at = 0; at < length; at += stride) {
      const nodeIndex = values[at + objectIndex];
      const node = nodeIndex / nodes.stride;
      if (!Number.isInteger(node) || node >= nodeCount) {
        throw new RowError(
          at + objectIndex,
          `expected the index of a node (a multiple of ${nodes.stride}), found ${nodeIndex}`,
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
      nodes: this.#nodes.subarray(0, count),
      scriptIds: this.#scriptIds.subarray(0, count),
      lines: this.#lines.subarray(0, count),
      columns: this.#columns.subarray(0, count),
    };
  }

  #textRows(): TextRows | null {
    const parser = canParseLocations(this.#layout) ? findRowParser() : null;
    if (parser === null) return null;
    return {
      open: (chunk) => parser.open(chunk),
      take: (from) => {
        for (let at = from; ; at = parser.stoppedAt) {
          const parsed = parser.parseLocations(at, this.#snapshot);
          if (parsed.rows === 0) return at;
          this.#reserve(this.#count + parsed.rows);
          this.#nodes.set(parsed.nodes, this.#count);
          this.#scriptIds.set(parsed.scriptIds, this.#count);
          this.#lines.set(parsed.lines, this.#count);
          this.#columns.set(parsed.columns, this.#count);
          this.#count += parsed.rows;
        }
      },
    };
  }

  #reserve(rows: number): void {
    if (rows <= this.#nodes.length) return;
    const expected = Math.max(FIRST_CAPACITY, Math.ceil(this.#snapshot.nodeCount / NODES_PER_LOCATION));
    const capacity = Math.max(rows, this.#nodes.length === 0 ? expected : this.#nodes.length * 2);
    this.#nodes = this.#grow('location nodes', this.#nodes, capacity);
    this.#scriptIds = this.#grow('location scripts', this.#scriptIds, capacity);
    this.#lines = this.#grow('location lines', this.#lines, capacity);
    this.#columns = this.#grow('location columns', this.#columns, capacity);
  }

  #grow(column: string, values: Uint32Array, capacity: number): Uint32Array<ArrayBuffer> {
    const grown = this.#memory.words(column, capacity);
    grown.set(values);
    return grown;
  }
}
