import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../snapshot/columns.js';
import { BitSet } from './bit-set.js';
import { EdgeCode } from './edge-codes.js';
import type { HeapGraph } from './heap-graph.js';

export interface ReachOptions {
  /** Nodes that the walk does not enter. */
  readonly blocked?: BitSet;
  /** Filled with the nodes of the walk that refer to a blocked one, by whatever edge. */
  readonly bordering?: BitSet;
  /** Edges that the walk does not follow. */
  readonly isCut?: (edge: number) => boolean;
  /** Nodes to start from, besides the root. */
  readonly alsoFrom?: readonly number[];
  /** Edges that are followed only when this node is reached, too. */
  readonly onlyWith?: ReadonlyMap<number, number>;
}

/**
 * All nodes that some root keeps alive beyond the current job: depth-first, entries of WeakMaps through
 * their key and only while the table is reached too (a fixpoint in one pass: an entry waits for its table).
 * O(nodes + edges).
 */
export function findReachable(graph: HeapGraph, options: ReachOptions = {}): BitSet {
  const { firstEdges, edgeHeads, retains, nodeCount } = graph;
  const { blocked, bordering, isCut } = options;
  const onlyWith = options.onlyWith?.size === 0 ? undefined : options.onlyWith;
  // A byte a node is quicker to test than a bit, and this is the innermost loop of the analysis.
  const reached = new Uint8Array(nodeCount);
  blocked?.forEach((node) => {
    reached[node] = BLOCKED;
  });
  const stack = new Uint32Array(nodeCount);
  const waiting = new Map<number, number[]>();
  let top = 0;
  const enter = (node: number) => {
    if (reached[node] !== UNREACHED) return;
    reached[node] = REACHED;
    stack[top] = node;
    top += 1;
  };
  enter(0);
  for (const node of options.alsoFrom ?? []) enter(node);
  while (top > 0) {
    top -= 1;
    const node = stack[top];
    const entries = waiting.size === 0 ? undefined : waiting.get(node);
    if (entries !== undefined) {
      waiting.delete(node);
      for (const value of entries) enter(value);
    }
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge += 1) {
      const head = edgeHeads[edge];
      const target = head >>> EDGE_TYPE_BITS;
      const state = reached[target];
      if (state !== UNREACHED) {
        if (state === BLOCKED) bordering?.add(node);
        continue;
      }
      const code = head & EDGE_TYPE_MASK;
      if (retains[code] === 0 || code === EdgeCode.jobScoped || isCut?.(edge) === true) continue;
      if (code === EdgeCode.ephemeronValue || (code === EdgeCode.heldValue && onlyWith?.has(edge) === true)) {
        const needed = code === EdgeCode.heldValue ? onlyWith?.get(edge) : graph.ephemeronTables.get(edge);
        if (needed === undefined) continue;
        if (reached[needed] !== REACHED) {
          const others = waiting.get(needed);
          if (others === undefined) waiting.set(needed, [target]);
          else others.push(target);
          continue;
        }
      }
      reached[target] = REACHED;
      stack[top] = target;
      top += 1;
    }
  }
  return BitSet.fromFlags(reached, REACHED);
}

const UNREACHED = 0;
const REACHED = 1;
const BLOCKED = 2;
