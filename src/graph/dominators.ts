import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../snapshot/columns.js';
import type { RetainingGraph } from './retaining-graph.js';

/** Stands for the immediate dominator of a node that no retaining path from the root reaches. */
export const UNREACHABLE = 0xffffffff;

/**
 * The dominator tree: a node's immediate dominator is the nearest node that lies on *every* retaining path from the
 * root to it.
 *
 * @example // root → pool → connection, root → timer → connection: either of them alone would keep it
 *   tree.immediateDominators[connection] === 0;
 */
export interface DominatorTree {
  /** Per node ordinal; the root is its own, nodes without a retaining path have {@link UNREACHABLE}. */
  readonly immediateDominators: Uint32Array;
  /** The reachable ordinals, root first, every node after its immediate dominator. */
  readonly order: Uint32Array;
}

/** A depth-first spanning tree; nodes are named by their preorder number except where said. */
interface SpanningTree {
  /** Number of reachable nodes. */
  readonly n: number;
  /** Preorder number per ordinal, or {@link UNREACHABLE}. */
  readonly dfn: Uint32Array;
  /** Ordinal per preorder number. */
  readonly vertex: Uint32Array;
  readonly parent: Uint32Array;
  /** Lowest source of the tree and forward edges into a node: what they contribute to its semidominator. */
  readonly semi: Uint32Array;
  /** Number of back and cross edges into a node. */
  readonly inner: Uint32Array;
}

/**
 * Finds the immediate dominators of all nodes, over retaining edges.
 *
 * Semi-NCA, from L. Georgiadis, "Linear-Time Algorithms for Dominators and Related Problems" (Princeton, 2005) and L.
 * Georgiadis, R. E. Tarjan, R. F. Werneck, "Finding Dominators in Practice" (JGAA 10(1), 2006); semidominators as in T.
 * Lengauer, R. E. Tarjan (TOPLAS 1(1), 1979). The variable names are theirs.
 *
 * Most edges need no predecessor list: the source of a tree or forward edge has the lower preorder number, so it is
 * still outside the forest when its target is processed and counts as itself. Only back and cross edges are stored.
 * Needs 28 bytes per node and 4 per stored edge on top of the graph, no recursion, and in practice time in proportion
 * to nodes + edges.
 */
export function buildDominatorTree(graph: RetainingGraph): DominatorTree {
  const { nodeCount } = graph;
  if (nodeCount === 0) return { immediateDominators: new Uint32Array(0), order: new Uint32Array(0) };
  // Used first for the next edge of every node on the depth-first stack, then for the link forest.
  const scratch = new Uint32Array(2 * nodeCount);
  const retainMask = maskOf(graph.retains);
  const tree = spanDepthFirst(graph, retainMask, scratch);
  const pred = listInnerPredecessors(graph, retainMask, tree);
  computeSemidominators(tree, pred, scratch);
  return intersectToDominators(tree);
}

function maskOf(retains: Uint8Array): number {
  let mask = 0;
  for (let code = 0; code <= EDGE_TYPE_MASK; code++) if (retains[code] !== 0) mask |= 1 << code;
  return mask;
}

/** The stack of this search is the path to the current node, so `parent` already holds it. */
function spanDepthFirst(graph: RetainingGraph, retainMask: number, next: Uint32Array): SpanningTree {
  const { nodeCount, firstEdges, edgeHeads } = graph;
  const dfn = new Uint32Array(nodeCount).fill(UNREACHABLE);
  const vertex = new Uint32Array(nodeCount);
  const parent = new Uint32Array(nodeCount);
  const semi = new Uint32Array(nodeCount);
  const inner = new Uint32Array(nodeCount + 1);
  dfn[0] = 0;
  let n = 1;
  let i = 0;
  let edge = firstEdges[0];
  let end = firstEdges[1];
  for (;;) {
    if (edge === end) {
      if (i === 0) break;
      i = parent[i];
      edge = next[i];
      end = firstEdges[vertex[i] + 1];
      continue;
    }
    const head = edgeHeads[edge++];
    if (((retainMask >>> (head & EDGE_TYPE_MASK)) & 1) === 0) continue;
    const v = head >>> EDGE_TYPE_BITS;
    const j = dfn[v];
    if (j === UNREACHABLE) {
      dfn[v] = n;
      vertex[n] = v;
      parent[n] = i;
      semi[n] = i;
      const firstOfV = firstEdges[v];
      const endOfV = firstEdges[v + 1];
      // A leaf (most strings and numbers) has nothing to descend into.
      if (firstOfV !== endOfV) {
        next[i] = edge;
        i = n;
        edge = firstOfV;
        end = endOfV;
      }
      n++;
    } else if (j > i) {
      if (semi[j] > i) semi[j] = i;
    } else if (j < i) {
      inner[j]++;
    }
  }
  return { n, dfn, vertex, parent, semi, inner };
}

/**
 * Sources of the back and cross edges, grouped by target. Turns the counts in `inner` into offsets:
 * the predecessors of `j` are `inner[j] … inner[j + 1] - 1`.
 */
function listInnerPredecessors(graph: RetainingGraph, retainMask: number, tree: SpanningTree): Uint32Array {
  const { firstEdges, edgeHeads } = graph;
  const { n, dfn, vertex, inner } = tree;
  let total = 0;
  for (let j = 0; j <= n; j++) {
    total += inner[j];
    inner[j] = total;
  }
  const pred = new Uint32Array(total);
  for (let i = n - 1; i >= 0; i--) {
    const v = vertex[i];
    for (let edge = firstEdges[v], end = firstEdges[v + 1]; edge < end; edge++) {
      const head = edgeHeads[edge];
      if (((retainMask >>> (head & EDGE_TYPE_MASK)) & 1) === 0) continue;
      const j = dfn[head >>> EDGE_TYPE_BITS];
      if (j < i) pred[--inner[j]] = i;
    }
  }
  return pred;
}

/**
 * Completes `semi`. `forest` holds (ancestor, label) pairs of the nodes already linked, which are those
 * numbered above `i`; a label is the lowest semidominator on the compressed path. Paths are compressed
 * in place, walking up with reversed links and down again, instead of with a stack.
 */
function computeSemidominators(tree: SpanningTree, pred: Uint32Array, forest: Uint32Array): void {
  const { n, parent, semi, inner } = tree;
  for (let i = n - 1; i > 0; i--) {
    let s = semi[i];
    for (let k = inner[i], end = inner[i + 1]; k < end; k++) {
      let x = pred[k] << 1;
      let ancestor = forest[x];
      let label: number;
      if (ancestor <= i) {
        label = forest[x + 1];
      } else {
        // Pair indexes are even, so UNREACHABLE, which is odd, can end the reversed chain.
        let below = UNREACHABLE;
        do {
          forest[x] = below;
          below = x;
          x = ancestor << 1;
          ancestor = forest[x];
        } while (ancestor > i);
        label = forest[x + 1];
        while (below !== UNREACHABLE) {
          const y = below;
          below = forest[y];
          forest[y] = ancestor;
          if (forest[y + 1] > label) forest[y + 1] = label;
          else label = forest[y + 1];
        }
      }
      if (label < s) s = label;
    }
    semi[i] = s;
    forest[2 * i] = parent[i];
    forest[2 * i + 1] = s;
  }
}

/**
 * The immediate dominator of a node is the nearest common ancestor of its parent and its semidominator
 * in the dominator tree built so far. Reuses `parent` and `dfn` for the result.
 */
function intersectToDominators({ n, dfn, vertex, parent, semi }: SpanningTree): DominatorTree {
  const idom = parent;
  for (let i = 1; i < n; i++) {
    const s = semi[i];
    let d = idom[i];
    while (d > s) d = idom[d];
    idom[i] = d;
  }
  const immediateDominators = dfn;
  for (let i = 0; i < n; i++) immediateDominators[vertex[i]] = vertex[idom[i]];
  return { immediateDominators, order: vertex.subarray(0, n) };
}
