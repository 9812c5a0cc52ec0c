import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../snapshot/columns.js';
import type { BitSet } from './bit-set.js';
import type { RetainingGraph } from './retaining-graph.js';

/** Marks a node in no cycle: it is excluded, or alone in its strongly connected component. */
export const NO_COMPONENT = 0xffffffff;

/** What {@link findComponents} considers; everything by default. */
export interface ComponentOptions {
  /** The nodes to consider; edges from and to all others are ignored. */
  readonly include?: BitSet;
  /** Overrides the graph's `retains`: 16 entries, 1 = edges with this code count. */
  readonly edgeCodes?: Uint8Array;
  /** Returns false for edges to ignore, by their index. Asked only for edges that pass the two filters above. */
  readonly keepEdge?: (edgeIndex: number) => boolean;
}

/**
 * The strongly connected components with more than one member, i.e. groups of nodes joined by reference cycles.
 * Components are in the order of their smallest member, members ascend.
 */
export interface Components {
  /** Number of components. */
  readonly count: number;
  /** Per node ordinal: the index of its component, or {@link NO_COMPONENT}. */
  readonly componentOf: Uint32Array;
  /** count + 1 entries: the members of component `c` are `members[offsets[c]] … members[offsets[c + 1] - 1]`. */
  readonly offsets: Uint32Array;
  /** Node ordinals. */
  readonly members: Uint32Array;
}

/**
 * Finds all cycles at once, as strongly connected components. Reachability from the root plays no role;
 * self edges make no cycle.
 *
 * R. E. Tarjan, "Depth-First Search and Linear Graph Algorithms" (SIAM J. Comput. 1(2), 1972) in the
 * form of D. J. Pearce, "A Space-Efficient Algorithm for Finding Strongly Connected Components" (IPL
 * 116(1), 2016): one array serves as visit index, low link and component. Time in proportion to nodes +
 * edges, 13 bytes per node on top of the graph, no recursion.
 */
export function findComponents(graph: RetainingGraph, options: ComponentOptions = {}): Components {
  const { nodeCount } = graph;
  const rindex = new Uint32Array(nodeCount);
  if (options.include !== undefined) {
    for (let node = 0; node < nodeCount; node++) if (!options.include.has(node)) rindex[node] = EXCLUDED;
  }
  const scratch = new Uint32Array(nodeCount);
  assignComponents(graph, options, rindex, scratch);
  return listComponents(rindex, scratch);
}

/** Above every visit index and every component number, so it can never lower a low link. */
const EXCLUDED = 0xffffffff;

/** Added to the index of a component, to tell it from a size; both are below MAX_NODES = 2^28. */
const OPENED = 0x80000000;

/**
 * Gives nodes of one component the same number, nodeCount or less, and different components different
 * numbers. 0 in `rindex` = not visited, {@link EXCLUDED} = never to be visited.
 *
 * The double-ended stack of the paper (section 4) is `stack`: the path of the search grows from its
 * left end, nodes whose component is still open wait at its right end; no node is ever in both.
 */
function assignComponents(
  graph: RetainingGraph,
  { edgeCodes = graph.retains, keepEdge }: ComponentOptions,
  rindex: Uint32Array,
  next: Uint32Array,
): void {
  const { nodeCount, firstEdges, edgeHeads } = graph;
  const stack = new Uint32Array(nodeCount);
  // Per depth of the search path: 1 while the node may be the root of its component.
  const rootAt = new Uint8Array(nodeCount);
  let index = 1;
  let c = nodeCount;
  for (let start = 0; start < nodeCount; start++) {
    if (rindex[start] !== 0) continue;
    let depth = 0;
    let waiting = nodeCount;
    let v = start;
    // The node at the end of the path has its state in these; `low` is its rindex.
    let edge = firstEdges[v];
    let end = firstEdges[v + 1];
    let root = 1;
    let low = index++;
    rindex[v] = low;
    for (;;) {
      if (edge < end) {
        const head = edgeHeads[edge++];
        const w = head >>> EDGE_TYPE_BITS;
        const seen = rindex[w];
        // Zero is below every low link, so one comparison filters out the edges that do not matter.
        if (seen >= low || edgeCodes[head & EDGE_TYPE_MASK] === 0) continue;
        if (keepEdge !== undefined && !keepEdge(edge - 1)) continue;
        if (seen !== 0) {
          low = seen;
          root = 0;
          continue;
        }
        rindex[v] = low;
        rootAt[depth] = root;
        next[v] = edge;
        stack[depth++] = v;
        v = w;
        edge = firstEdges[v];
        end = firstEdges[v + 1];
        root = 1;
        low = index++;
        rindex[v] = low;
        continue;
      }
      if (root === 1) {
        index--;
        while (waiting < nodeCount && rindex[stack[waiting]] >= low) {
          rindex[stack[waiting++]] = c;
          index--;
        }
        rindex[v] = c--;
      } else {
        rindex[v] = low;
        stack[--waiting] = v;
      }
      if (depth === 0) break;
      const lowOfChild = rindex[v];
      v = stack[--depth];
      edge = next[v];
      end = firstEdges[v + 1];
      root = rootAt[depth];
      low = rindex[v];
      if (lowOfChild < low) {
        low = lowOfChild;
        root = 0;
      }
    }
  }
}

/** Replaces the numbers in `rindex` (1 … nodeCount) by indexes in the order of the smallest member. */
function listComponents(rindex: Uint32Array, sizes: Uint32Array): Components {
  const nodeCount = rindex.length;
  sizes.fill(0);
  let count = 0;
  let memberCount = 0;
  for (let node = 0; node < nodeCount; node++) {
    const component = rindex[node];
    if (component === EXCLUDED) continue;
    const size = ++sizes[component - 1];
    if (size === 2) {
      count++;
      memberCount += 2;
    } else if (size > 2) memberCount++;
  }
  const offsets = new Uint32Array(count + 1);
  const members = new Uint32Array(memberCount);
  const filled = new Uint32Array(count);
  const componentOf = rindex;
  let opened = 0;
  for (let node = 0; node < nodeCount; node++) {
    const component = rindex[node];
    if (component === EXCLUDED) continue;
    let entry = sizes[component - 1];
    if (entry < 2) {
      componentOf[node] = NO_COMPONENT;
      continue;
    }
    if (entry < OPENED) {
      offsets[opened + 1] = offsets[opened] + entry;
      entry = OPENED + opened++;
      // `offsets` has the size now, so the index can replace it here.
      sizes[component - 1] = entry;
    }
    const at = entry - OPENED;
    members[offsets[at] + filled[at]++] = node;
    componentOf[node] = at;
  }
  return { count, componentOf, offsets, members };
}
