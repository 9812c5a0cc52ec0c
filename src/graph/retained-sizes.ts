import type { DominatorTree } from './dominators.js';
import type { RetainingGraph } from './retaining-graph.js';

/**
 * Retained size of every node, in bytes, by ordinal: its own shallow size and those of all nodes it
 * dominates, which is what collecting it would free. Not what cutting *one reference* to it would free,
 * as others may hold it, and never to be summed over nodes that dominate one another.
 *
 * The root's is the size of all that is reachable; nodes that are unreachable retain nothing: 0.
 */
export function computeRetainedSizes(
  graph: RetainingGraph,
  tree: DominatorTree,
  shallowSizes: Uint32Array | Float64Array,
): Float64Array {
  const { immediateDominators, order } = tree;
  const retainedSizes = new Float64Array(graph.nodeCount);
  // Children come after their parents in `order`: backwards, each node is complete before it is passed up.
  for (let i = order.length - 1; i > 0; i--) {
    const node = order[i];
    const size = retainedSizes[node] + shallowSizes[node];
    retainedSizes[node] = size;
    retainedSizes[immediateDominators[node]] += size;
  }
  if (order.length > 0) retainedSizes[0] += shallowSizes[0];
  return retainedSizes;
}
