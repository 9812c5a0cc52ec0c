/**
 * What the graph algorithms need of a heap: compressed sparse rows, and which edges retain.
 * Nodes are ordinals, 0 … nodeCount-1; node 0 is the root. Self edges and parallel edges are allowed.
 */
export interface RetainingGraph {
  readonly nodeCount: number;
  /** nodeCount + 1 entries: the edges of node `n` are `firstEdges[n] … firstEdges[n + 1] - 1`. */
  readonly firstEdges: Uint32Array;
  /** `(target ordinal << EDGE_TYPE_BITS | edge code) >>> 0`, as in `SnapshotColumns`. */
  readonly edgeHeads: Uint32Array;
  /** One entry per edge code, so 16: 1 when an edge with this code keeps its target alive, else 0. */
  readonly retains: Uint8Array;
}
