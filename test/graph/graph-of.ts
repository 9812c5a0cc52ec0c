import { HeapGraph } from '../../src/graph/heap-graph.js';
import type { HeapBuilder, HeapNode, NodeVersion, SnapshotOptions } from '../support/heap-dsl.js';

export const ALL_VERSIONS: readonly NodeVersion[] = ['18', '20', '22', '24', '26'];

/** A built heap as the analysis sees it, and the ordinals of the nodes that built it. */
export interface BuiltGraph {
  readonly graph: HeapGraph;
  /** The ordinal of a node; throws when the snapshot does not hold it. */
  readonly at: (node: HeapNode) => number;
}

/** Snapshots a heap, through the real reader. */
export async function graphOf(heap: HeapBuilder, options?: SnapshotOptions): Promise<BuiltGraph> {
  const graph = new HeapGraph(await heap.toColumns(options));
  return {
    graph,
    at: (node) => {
      const ordinal = graph.ordinalOf(node.id);
      if (ordinal === -1) throw new Error(`${node.name} @${node.id} is not in the snapshot`);
      return ordinal;
    },
  };
}
