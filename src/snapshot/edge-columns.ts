import { type ColumnMemory, NEW_MEMORY } from './column-memory.js';
import { EDGE_TYPE_BITS } from './columns.js';
import { FormatError } from './format-error.js';
import { EdgeType } from './kinds.js';
import { findRowParser } from './row-parser.js';
import { canParseEdges, tableOfTypes } from './row-shapes.js';
import { nameFault, RowError, type RowSink, rejectWide, type TextRows, type WideNumbers } from './row-sink.js';
import type { SnapshotLayout } from './snapshot-layout.js';

/** Distributes the rows of the `edges` section into columns. */
export class EdgeColumns implements RowSink {
  readonly section = 'edges';
  readonly stride: number;
  readonly heads: Uint32Array;
  readonly names: Uint32Array;
  /** The largest string index used by an edge of a known type, or -1. */
  maxName = -1;
  readonly text: TextRows | null;
  readonly #layout: SnapshotLayout;
  readonly #stringLimit: number;
  /** By the file's type code: 1 when the edge's name is surely the index of a string. */
  readonly #isNamed: Uint8Array;
  #rows = 0;

  /** @param stringLimit names have to be below it */
  constructor(
    layout: SnapshotLayout,
    stringLimit: number = Number.POSITIVE_INFINITY,
    memory: ColumnMemory = NEW_MEMORY,
  ) {
    this.#layout = layout;
    this.#stringLimit = stringLimit;
    this.stride = layout.edges.stride;
    this.heads = memory.words('edge heads', layout.edgeCount);
    this.names = memory.words('edge names', layout.edgeCount);
    this.#isNamed = layout.edges.types.map((type) => (hasStringName(type) ? 1 : 0));
    // The fast path does not check a limit, so it is not used when a faulty file is read a second time.
    this.text = stringLimit === Number.POSITIVE_INFINITY ? this.#textRows() : null;
  }

  accept(values: Uint32Array, length: number, wide: WideNumbers): void {
    const { edges, edgeCount, nodeCount, nodes } = this.#layout;
    const { stride, types: typeMap, type: typeAt, nameOrIndex: nameAt, toNode: toNodeAt } = edges;
    const excess = this.#rows + length / stride - edgeCount;
    if (excess > 0) {
      throw new RowError(length - excess * stride, `expected ${edgeCount} edges ("edge_count"), found more`);
    }
    if (wide.size > 0) rejectWide(wide, stride, (field) => field !== typeAt && field !== nameAt && field !== toNodeAt);

    const nodeStride = nodes.stride;
    const typeCount = typeMap.length;
    const isNamed = this.#isNamed;
    const { heads, names } = this;
    let maxName = this.maxName;
    let row = this.#rows;
    for (let at = 0; at < length; at += stride, row++) {
      const type = values[at + typeAt];
      if (type >= typeCount) throw new RowError(at + typeAt, `expected an edge type below ${typeCount}, found ${type}`);
      const name = values[at + nameAt];
      if (name > maxName && isNamed[type] === 1) {
        if (name >= this.#stringLimit) throw nameFault(at + nameAt, name, this.#stringLimit);
        maxName = name;
      }
      const toNode = values[at + toNodeAt];
      const target = (toNode / nodeStride) >>> 0;
      if (target >= nodeCount || target * nodeStride !== toNode) {
        throw new RowError(at + toNodeAt, describeTarget(toNode, nodeStride, nodeCount));
      }
      heads[row] = (target << EDGE_TYPE_BITS) | typeMap[type];
      names[row] = name;
    }
    this.maxName = maxName;
    this.#rows = row;
  }

  #textRows(): TextRows | null {
    const parser = canParseEdges(this.#layout) ? findRowParser() : null;
    if (parser === null) return null;
    const types = tableOfTypes(this.#layout.edges.types, hasStringName);
    return {
      open: (chunk) => parser.open(chunk),
      take: (from) => {
        for (let at = from; ; at = parser.stoppedAt) {
          const left = this.#layout.edgeCount - this.#rows;
          const parsed = parser.parseEdges(at, left, this.#layout, types, this.maxName);
          if (parsed.rows === 0) return at;
          this.heads.set(parsed.heads, this.#rows);
          this.names.set(parsed.names, this.#rows);
          // The parser counts in 31 bits, so it forgets a larger index that the slow way took.
          this.maxName = Math.max(this.maxName, parsed.maxName);
          this.#rows += parsed.rows;
        }
      },
    };
  }

  finish(): void {
    const { edgeCount } = this.#layout;
    if (this.#rows !== edgeCount) {
      throw new FormatError('malformed', `expected ${edgeCount} edges ("edge_count"), found ${this.#rows}`);
    }
  }

  progress(): string {
    return `${this.#rows} of ${this.#layout.edgeCount} edges`;
  }
}

/** Whether an edge's name is an index into the strings; unknown for edges of an unknown type. */
export function hasStringName(type: number): boolean {
  return type !== EdgeType.other && type !== EdgeType.element && type !== EdgeType.hidden;
}

function describeTarget(toNode: number, nodeStride: number, nodeCount: number): string {
  return toNode % nodeStride === 0
    ? `expected "to_node" below ${nodeCount * nodeStride} (${nodeCount} nodes), found ${toNode}`
    : `expected "to_node" to be a multiple of ${nodeStride}, the fields of a node, found ${toNode}`;
}
