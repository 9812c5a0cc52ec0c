import { type ColumnMemory, NEW_MEMORY } from './column-memory.js';
import type { SnapshotColumns } from './columns.js';
import { EDGE_TYPE_MASK } from './columns.js';
import { EdgeColumns, hasStringName } from './edge-columns.js';
import { FormatError, StringIndexError } from './format-error.js';
import { GrowingLocations } from './growing-locations.js';
import { GrowingSamples } from './growing-samples.js';
import { EdgeType } from './kinds.js';
import { NodeColumns } from './node-columns.js';
import type { RowSink } from './row-sink.js';
import type { SnapshotLayout } from './snapshot-layout.js';
import type { StringTable } from './string-table.js';
import type { TraceColumns } from './trace-columns.js';
import { GrowingTraceFunctions } from './trace-functions.js';
import { TraceTreeReader } from './trace-tree-reader.js';

/** Bytes of all columns per node and per edge: see {@link SnapshotColumns}. */
const BYTES_PER_NODE = 17;
const BYTES_PER_EDGE = 8;

/** Turns the flat arrays of a snapshot, from whichever engine, into {@link SnapshotColumns}. */
export class ColumnsBuilder {
  readonly nodes: NodeColumns;
  readonly edges: EdgeColumns;
  /** Reads the only section that is not a flat array; null when the file does not describe it. */
  readonly traceTree: TraceTreeReader | null;
  readonly #traceFunctions: GrowingTraceFunctions | null;
  readonly #locations: GrowingLocations | null;
  readonly #samples: GrowingSamples | null;
  readonly #layout: SnapshotLayout;

  /**
   * @param stringLimit how many strings there are, when that is known beforehand
   * @throws FormatError when the announced nodes and edges do not fit into memory
   */
  constructor(layout: SnapshotLayout, stringLimit?: number, memory: ColumnMemory = NEW_MEMORY) {
    this.#layout = layout;
    try {
      this.nodes = new NodeColumns(layout, stringLimit, memory);
      this.edges = new EdgeColumns(layout, stringLimit, memory);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const { nodeCount, edgeCount } = layout;
      const megabytes = Math.ceil((nodeCount * BYTES_PER_NODE + edgeCount * BYTES_PER_EDGE) / 1e6);
      throw new FormatError(
        'too-large',
        `${nodeCount} nodes and ${edgeCount} edges need ${megabytes} MB of memory, which could not be had`,
        { section: 'snapshot' },
        { cause: error },
      );
    }
    this.#locations = layout.locations === null ? null : new GrowingLocations(layout.locations, layout, memory);
    this.#samples = layout.samples === null ? null : new GrowingSamples(layout.samples);
    const { traceFunctions, traceNodes } = layout;
    this.#traceFunctions = traceFunctions === null ? null : new GrowingTraceFunctions(traceFunctions, stringLimit);
    this.traceTree = traceFunctions === null || traceNodes === null ? null : new TraceTreeReader(traceNodes);
  }

  /** The sink for the numbers of a section, or `null` when the section is not a known flat array. */
  sinkOf(section: string): RowSink | null {
    switch (section) {
      case 'nodes':
        return this.nodes;
      case 'edges':
        return this.edges;
      case 'locations':
        return this.#locations;
      case 'samples':
        return this.#samples;
      case 'trace_function_infos':
        return this.#traceFunctions;
      default:
        return null;
    }
  }

  /**
   * Number of strings that the names read so far imply, usually all strings. 0 when the names cannot be right, because
   * there are fewer strings.
   */
  get namedStrings(): number {
    const count = Math.max(this.nodes.maxName, this.edges.maxName) + 1;
    return count > this.#layout.nodeCount + this.#layout.edgeCount ? 0 : count;
  }

  /**
   * Makes the checks that need all sections, and returns the columns.
   * @throws StringIndexError when a name is not among the strings
   */
  build(strings: StringTable): SnapshotColumns {
    this.#checkNames(strings.count);
    return {
      nodeCount: this.#layout.nodeCount,
      edgeCount: this.#layout.edgeCount,
      nodeTypes: this.nodes.types,
      nodeNames: this.nodes.names,
      nodeIds: this.nodes.ids,
      shallowSizes: this.nodes.shallowSizes,
      traceNodeIds: this.nodes.traceNodeIds,
      firstEdges: this.nodes.firstEdges,
      edgeHeads: this.edges.heads,
      edgeNames: this.edges.names,
      locations: this.#locations?.columns() ?? {
        count: 0,
        nodes: new Uint32Array(0),
        scriptIds: new Uint32Array(0),
        lines: new Uint32Array(0),
        columns: new Uint32Array(0),
      },
      samples: this.#samples?.columns() ?? {
        count: 0,
        timestampsUs: new Float64Array(0),
        lastAssignedIds: new Float64Array(0),
      },
      traces: this.#buildTraces(strings.count),
      strings,
    };
  }

  #buildTraces(stringCount: number): TraceColumns {
    const none = new Uint32Array(0);
    const functions = this.#traceFunctions?.columns() ?? {
      count: 0,
      names: none,
      scriptNames: none,
      lines: none,
      columns: none,
    };
    const maxName = this.#traceFunctions?.maxName ?? 0;
    if (functions.count > 0 && maxName >= stringCount)
      throw outOfRange('trace_function_infos', 'a name', maxName, stringCount);
    const calls = this.traceTree?.columns(functions.count) ?? { count: 0, ids: none, parents: none, functions: none };
    return { functions, calls };
  }

  #checkNames(stringCount: number): void {
    const { nodes, edges } = this;
    if (nodes.maxName >= stringCount) {
      const node = nodes.names.findIndex((name) => name >= stringCount);
      throw outOfRange('nodes', `the name of node ${node}`, nodes.names[node], stringCount);
    }
    if (edges.maxName >= stringCount) {
      const edge = edges.names.findIndex(
        (name, i) => name >= stringCount && hasStringName(edges.heads[i] & EDGE_TYPE_MASK),
      );
      throw outOfRange('edges', `the name of edge ${edge}`, edges.names[edge], stringCount);
    }
    if (this.#layout.edges.types.includes(EdgeType.other)) this.#clearUnknownNames(stringCount);
  }

  /** An edge of an unknown type may carry a number, which must not be taken for the index of a string. */
  #clearUnknownNames(stringCount: number): void {
    const { heads, names } = this.edges;
    for (let i = 0; i < heads.length; i++) {
      if (names[i] >= stringCount && (heads[i] & EDGE_TYPE_MASK) === EdgeType.other) names[i] = 0;
    }
  }
}

function outOfRange(section: string, what: string, index: number, stringCount: number): StringIndexError {
  return new StringIndexError(
    section,
    `expected ${what} to be one of ${stringCount} strings, found string ${index}`,
    stringCount,
  );
}
