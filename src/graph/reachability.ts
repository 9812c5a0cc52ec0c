import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../snapshot/columns.js';
import { BitSet } from './bit-set.js';
import { EdgeCode } from './edge-codes.js';
import type { PathTree } from './path-tree.js';

export interface ReachOptions {
  /** Nodes that the walk does not enter. */
  readonly blocked?: BitSet;
  /** Filled with the visited nodes that have an edge of any kind to a blocked node. */
  readonly bordering?: BitSet;
  /** Edges that the walk does not follow. */
  readonly isCut?: (edge: number) => boolean;
  /** Nodes to start from, besides the root. */
  readonly alsoFrom?: readonly number[];
  /** Edges that are followed only when this node is reached, too. */
  readonly onlyWith?: ReadonlyMap<number, number>;
}

/**
 * All nodes that some root keeps alive beyond the current job. An entry of a WeakMap is reached through its key, and only if the
 * table is reached too; until then it waits for the table. Nodes are visited in the order in which the search for paths found
 * them, which is nearly that of memory. Only nodes that are reached after their turn wait on a stack. O(nodes + edges).
 */
export function findReachable(tree: PathTree, options: ReachOptions = {}): BitSet {
  const { graph, order } = tree;
  const { firstEdges, edgeHeads, retains, nodeCount } = graph;
  const { blocked, bordering, isCut } = options;
  const onlyWith = options.onlyWith?.size === 0 ? undefined : options.onlyWith;
  const states = firstStates(tree, blocked);
  // Rarely used in full; memory that is not touched costs nothing.
  const stack = new Uint32Array(nodeCount);
  const waiting = new Map<number, number[]>();
  let top = 0;
  const enter = (node: number) => {
    const state = states[node];
    if (state >= REACHED) return;
    states[node] = REACHED;
    if (state !== PASSED) return;
    stack[top] = node;
    top += 1;
  };
  if (nodeCount > 0) enter(0);
  for (const node of options.alsoFrom ?? []) enter(node);
  for (let place = 0, end = order.length; top > 0 || place < end; ) {
    let node: number;
    if (top > 0) {
      top -= 1;
      node = stack[top];
    } else {
      node = order[place];
      place += 1;
      const state = states[node];
      if (state !== REACHED) {
        if (state === AHEAD) states[node] = PASSED;
        continue;
      }
    }
    const entries = waiting.size === 0 ? undefined : waiting.get(node);
    if (entries !== undefined) {
      waiting.delete(node);
      for (const value of entries) enter(value);
    }
    for (let edge = firstEdges[node], last = firstEdges[node + 1]; edge < last; edge += 1) {
      const head = edgeHeads[edge];
      const target = head >>> EDGE_TYPE_BITS;
      const state = states[target];
      if (state >= REACHED) {
        if (state === BLOCKED) bordering?.add(node);
        continue;
      }
      const code = head & EDGE_TYPE_MASK;
      if (retains[code] === 0 || code === EdgeCode.jobScoped || isCut?.(edge) === true) continue;
      if (code === EdgeCode.ephemeronValue || (code === EdgeCode.heldValue && onlyWith?.has(edge) === true)) {
        const needed = code === EdgeCode.heldValue ? onlyWith?.get(edge) : graph.ephemeronTables.get(edge);
        if (needed === undefined) continue;
        if (states[needed] !== REACHED) {
          const others = waiting.get(needed);
          if (others === undefined) waiting.set(needed, [target]);
          else others.push(target);
          continue;
        }
      }
      states[target] = REACHED;
      if (state === PASSED) {
        stack[top] = target;
        top += 1;
      }
    }
  }
  return BitSet.fromFlags(states, REACHED);
}

/** Not reached so far: will be visited in its turn if it is reached by then. */
const AHEAD = 0;
/** Not reached so far, and its turn has passed or never comes. */
const PASSED = 1;
const REACHED = 2;
const BLOCKED = 3;

/** One byte per node is faster to test than one bit, and this is the innermost loop of the analysis. */
function firstStates(tree: PathTree, blocked: BitSet | undefined): Uint8Array {
  const { nodeCount } = tree.graph;
  const states = new Uint8Array(nodeCount);
  for (let node = 0; node < nodeCount; node += 1) if (!tree.isReached(node)) states[node] = PASSED;
  blocked?.forEach((node) => {
    states[node] = BLOCKED;
  });
  return states;
}
