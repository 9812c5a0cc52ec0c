import { type ColumnMemory, NEW_MEMORY } from './column-memory.js';
import { FormatError } from './format-error.js';
import { findRowParser } from './row-parser.js';
import { canParseNodes, tableOfTypes } from './row-shapes.js';
import { nameFault, RowError, type RowSink, rejectWide, type TextRows, type WideNumbers } from './row-sink.js';
import type { SnapshotLayout } from './snapshot-layout.js';

/** Distributes the rows of the `nodes` section into columns. */
export class NodeColumns implements RowSink {
  readonly section = 'nodes';
  readonly stride: number;
  readonly types: Uint8Array;
  readonly names: Uint32Array;
  readonly ids: Uint32Array;
  readonly firstEdges: Uint32Array;
  /** Allocated when the first node with an allocation stack is met. */
  traceNodeIds: Uint32Array | null = null;
  /** Replaced by a Float64Array when the first size over 32 bits is met. */
  shallowSizes: Uint32Array | Float64Array;
  /** The largest string index used, or -1. */
  maxName = -1;
  readonly text: TextRows | null;
  readonly #layout: SnapshotLayout;
  readonly #stringLimit: number;
  #rows = 0;
  #edges = 0;

  /** @param stringLimit names have to be below it */
  constructor(
    layout: SnapshotLayout,
    stringLimit: number = Number.POSITIVE_INFINITY,
    memory: ColumnMemory = NEW_MEMORY,
  ) {
    const count = layout.nodeCount;
    this.#layout = layout;
    this.#stringLimit = stringLimit;
    this.stride = layout.nodes.stride;
    this.types = memory.bytes('node types', count);
    this.names = memory.words('node names', count);
    this.ids = memory.words('node ids', count);
    this.shallowSizes = memory.words('shallow sizes', count);
    this.firstEdges = memory.words('first edges', count + 1);
    // The fast path does not check a limit, so it is not used when a faulty file is read a second time.
    this.text = stringLimit === Number.POSITIVE_INFINITY ? this.#textRows() : null;
  }

  accept(values: Uint32Array, length: number, wide: WideNumbers): void {
    const { nodes, nodeCount } = this.#layout;
    const { stride } = nodes;
    const firstRow = this.#rows;
    const excess = firstRow + length / stride - nodeCount;
    if (excess > 0) {
      throw new RowError(length - excess * stride, `expected ${nodeCount} nodes ("node_count"), found more`);
    }
    if (wide.size > 0) this.#widen(wide);
    this.#distribute(values, length);
    for (const [index, value] of wide) {
      if (index % stride === nodes.selfSize) this.shallowSizes[firstRow + Math.floor(index / stride)] = value;
    }
    if (nodes.traceNodeId >= 0) this.#distributeTraces(values, length, firstRow);
  }

  #textRows(): TextRows | null {
    const parser = canParseNodes(this.#layout) ? findRowParser() : null;
    if (parser === null) return null;
    const types = tableOfTypes(this.#layout.nodes.types);
    return {
      open: (chunk) => parser.open(chunk),
      take: (from) => {
        for (let at = from; ; at = parser.stoppedAt) {
          const left = this.#layout.nodeCount - this.#rows;
          const before = { maxName: this.maxName, edges: this.#edges };
          const parsed = parser.parseNodes(at, left, this.#layout, types, before);
          if (parsed.rows === 0) return at;
          this.types.set(parsed.types, this.#rows);
          this.names.set(parsed.names, this.#rows);
          this.ids.set(parsed.ids, this.#rows);
          this.shallowSizes.set(parsed.sizes, this.#rows);
          this.firstEdges.set(parsed.firstEdges, this.#rows);
          // The parser counts in 31 bits, so it forgets a larger index that the slow way took.
          this.maxName = Math.max(this.maxName, parsed.maxName);
          this.#edges = parsed.edges;
          this.#rows += parsed.rows;
        }
      },
    };
  }

  finish(): void {
    const { nodeCount, edgeCount } = this.#layout;
    if (this.#rows !== nodeCount) {
      throw new FormatError('malformed', `expected ${nodeCount} nodes ("node_count"), found ${this.#rows}`);
    }
    if (this.#edges !== edgeCount) {
      throw new FormatError(
        'malformed',
        `expected the nodes to have ${edgeCount} edges ("edge_count"), but they claim ${this.#edges}`,
      );
    }
    this.firstEdges[nodeCount] = edgeCount;
  }

  progress(): string {
    return `${this.#rows} of ${this.#layout.nodeCount} nodes`;
  }

  #distribute(values: Uint32Array, length: number): void {
    const { nodes } = this.#layout;
    const { stride, types: typeMap } = nodes;
    const typeCount = typeMap.length;
    const { types, names, ids, shallowSizes, firstEdges } = this;
    let maxName = this.maxName;
    let edges = this.#edges;
    let row = this.#rows;
    for (let at = 0; at < length; at += stride, row++) {
      const type = values[at + nodes.type];
      if (type >= typeCount)
        throw new RowError(at + nodes.type, `expected a node type below ${typeCount}, found ${type}`);
      const name = values[at + nodes.name];
      if (name > maxName) {
        if (name >= this.#stringLimit) throw nameFault(at + nodes.name, name, this.#stringLimit);
        maxName = name;
      }
      types[row] = typeMap[type];
      names[row] = name;
      ids[row] = values[at + nodes.id];
      shallowSizes[row] = values[at + nodes.selfSize];
      firstEdges[row] = edges;
      edges += values[at + nodes.edgeCount];
    }
    this.maxName = maxName;
    this.#edges = edges;
    this.#rows = row;
  }

  #distributeTraces(values: Uint32Array, length: number, firstRow: number): void {
    const { traceNodeId, stride } = this.#layout.nodes;
    let row = firstRow;
    for (let at = traceNodeId; at < length; at += stride, row++) {
      if (values[at] === 0) continue;
      this.traceNodeIds ??= new Uint32Array(this.#layout.nodeCount);
      this.traceNodeIds[row] = values[at];
    }
  }

  /** Only shallow sizes may exceed 32 bits: a single array buffer may be larger than 4 GiB. */
  #widen(wide: WideNumbers): void {
    const { nodes } = this.#layout;
    const narrow = [nodes.type, nodes.name, nodes.id, nodes.edgeCount, nodes.traceNodeId];
    rejectWide(wide, nodes.stride, (field) => !narrow.includes(field));
    const hasWideSize = [...wide.keys()].some((index) => index % nodes.stride === nodes.selfSize);
    if (hasWideSize && this.shallowSizes instanceof Uint32Array)
      this.shallowSizes = Float64Array.from(this.shallowSizes);
  }
}
