import type { StringTable } from './string-table.js';
import type { TraceColumns } from './trace-columns.js';

/** Bits of an edge head that hold the edge's type; the rest is the ordinal of its target. */
export const EDGE_TYPE_BITS = 4;
export const EDGE_TYPE_MASK = (1 << EDGE_TYPE_BITS) - 1;

/** Most nodes a snapshot may have: the ordinal shares 32 bits with the edge's type. */
export const MAX_NODES = 2 ** (32 - EDGE_TYPE_BITS);

/** Where functions, and objects whose constructor is known, were written. Lines and columns are 0-based. */
export interface LocationColumns {
  readonly count: number;
  /** Node ordinals, in file order. */
  readonly nodes: Uint32Array;
  readonly scriptIds: Uint32Array;
  readonly lines: Uint32Array;
  readonly columns: Uint32Array;
}

/** Birth times, when the heap was tracked: by `timestampUs[i]` all ids up to `lastAssignedIds[i]` existed. */
export interface SampleColumns {
  readonly count: number;
  readonly timestampsUs: Float64Array;
  readonly lastAssignedIds: Float64Array;
}

/**
 * A heap snapshot as flat columns: the whole output of this layer, whichever engine read the file.
 * A node is named by its *ordinal* (0 … nodeCount-1, file order; node 0 is the root), an edge by its
 * index (0 … edgeCount-1). Edges of node `n` are `firstEdges[n] … firstEdges[n + 1] - 1`.
 */
export interface SnapshotColumns {
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** {@link NodeType} codes. */
  readonly nodeTypes: Uint8Array;
  /** Indexes into `strings`. */
  readonly nodeNames: Uint32Array;
  /** V8's node ids, stable within one id epoch. */
  readonly nodeIds: Uint32Array;
  /** Shallow sizes in bytes. A Float64Array only when one of them does not fit in 32 bits. */
  readonly shallowSizes: Uint32Array | Float64Array;
  /** Allocation-stack ids, or `null` when allocations were not tracked. */
  readonly traceNodeIds: Uint32Array | null;
  readonly firstEdges: Uint32Array;
  /** `(target ordinal << EDGE_TYPE_BITS | EdgeType) >>> 0`. */
  readonly edgeHeads: Uint32Array;
  /** Index into `strings`, or the number itself for `element` and `hidden` edges. */
  readonly edgeNames: Uint32Array;
  readonly locations: LocationColumns;
  readonly samples: SampleColumns;
  /** Allocation stacks; empty when allocations were not tracked. */
  readonly traces: TraceColumns;
  readonly strings: StringTable;
}
