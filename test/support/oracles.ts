import { UNREACHABLE } from '../../src/graph/dominators.js';
import type { RetainingGraph } from '../../src/graph/retaining-graph.js';
import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../../src/snapshot/columns.js';

/** Targets of the retaining edges of every node: the slow, obvious form of a graph. */
export function retainingTargets(graph: RetainingGraph): number[][] {
  return Array.from({ length: graph.nodeCount }, (_, node) => {
    const heads = [...graph.edgeHeads.subarray(graph.firstEdges[node], graph.firstEdges[node + 1])];
    return heads.filter((head) => graph.retains[head & EDGE_TYPE_MASK] === 1).map((head) => head >>> EDGE_TYPE_BITS);
  });
}

/** Which nodes the root reaches when `removed` (and with it all its edges) is gone. */
export function reachableWithout(targets: readonly number[][], removed: number | null): boolean[] {
  const reached = targets.map(() => false);
  if (removed === 0) return reached;
  const open = [0];
  reached[0] = true;
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const target of targets[node]) {
      if (target === removed || reached[target]) continue;
      reached[target] = true;
      open.push(target);
    }
  }
  return reached;
}

/** What removing a node takes away from the root, per node: itself and all that it dominates. */
export function bruteForceDominated(graph: RetainingGraph): Set<number>[] {
  const targets = retainingTargets(graph);
  const before = reachableWithout(targets, null);
  return targets.map((_, removed) => {
    if (!before[removed]) return new Set<number>();
    const after = reachableWithout(targets, removed);
    return new Set(after.flatMap((reached, node) => (before[node] && !reached ? [node] : [])));
  });
}

/** Immediate dominators from the definition: of a node's strict dominators, the one dominated by all others. */
export function bruteForceDominators(graph: RetainingGraph): number[] {
  const dominated = bruteForceDominated(graph);
  return dominated.map((own, node) => {
    if (own.size === 0) return UNREACHABLE;
    if (node === 0) return 0;
    const dominators = dominated.flatMap((set, other) => (other !== node && set.has(node) ? [other] : []));
    // The nearest dominator dominates least.
    return dominators.reduce((best, next) => (dominated[next].size < dominated[best].size ? next : best));
  });
}

/** Retained sizes from the definition: all that becomes unreachable when the node is removed. */
export function bruteForceRetainedSizes(graph: RetainingGraph, shallowSizes: ArrayLike<number>): number[] {
  return bruteForceDominated(graph).map((set) => [...set].reduce((sum, node) => sum + shallowSizes[node], 0));
}

/**
 * Immediate dominators by data flow, as K. D. Cooper, T. J. Harvey, K. Kennedy, "A Simple, Fast
 * Dominance Algorithm" (2001): nothing in common with Semi-NCA but the definition.
 */
export function iterativeDominators(graph: RetainingGraph): Uint32Array {
  const targets = retainingTargets(graph);
  const postorder = postorderFromRoot(targets);
  const rank = new Int32Array(graph.nodeCount).fill(-1);
  postorder.forEach((node, index) => {
    rank[node] = index;
  });
  const sources: number[][] = targets.map(() => []);
  for (const node of postorder) for (const target of targets[node]) sources[target].push(node);
  const idom = new Uint32Array(graph.nodeCount).fill(UNREACHABLE);
  idom[0] = 0;
  const meet = (a: number, b: number): number => {
    let [left, right] = [a, b];
    while (left !== right) {
      while (rank[left] < rank[right]) left = idom[left];
      while (rank[right] < rank[left]) right = idom[right];
    }
    return left;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (let index = postorder.length - 2; index >= 0; index--) {
      const node = postorder[index];
      const found = sources[node].filter((source) => idom[source] !== UNREACHABLE).reduce(meet);
      if (idom[node] !== found) {
        idom[node] = found;
        changed = true;
      }
    }
  }
  return idom;
}

function postorderFromRoot(targets: readonly number[][]): number[] {
  const postorder: number[] = [];
  const seen = targets.map(() => false);
  const path = [{ node: 0, next: 0 }];
  seen[0] = true;
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    if (top.next === targets[top.node].length) {
      postorder.push(top.node);
      path.pop();
      continue;
    }
    const target = targets[top.node][top.next++];
    if (seen[target]) continue;
    seen[target] = true;
    path.push({ node: target, next: 0 });
  }
  return postorder;
}

/** Which node reaches which over the given edges, by S. Warshall's closure (JACM 9(1), 1962). */
export function transitiveClosure(targets: readonly (readonly number[])[]): boolean[][] {
  const reaches = targets.map((own) => targets.map((_, node) => own.includes(node)));
  for (let via = 0; via < reaches.length; via++) {
    for (const row of reaches) {
      if (row[via]) for (let to = 0; to < row.length; to++) row[to] ||= reaches[via][to];
    }
  }
  return reaches;
}

/** Components with more than one member from the definition: nodes that reach each other. */
export function bruteForceComponents(targets: readonly (readonly number[])[]): number[][] {
  const reaches = transitiveClosure(targets);
  const placed = new Set<number>();
  const components: number[][] = [];
  for (let node = 0; node < targets.length; node++) {
    if (placed.has(node)) continue;
    const members = targets.flatMap((_, other) =>
      other === node || (reaches[node][other] && reaches[other][node]) ? [other] : [],
    );
    for (const member of members) placed.add(member);
    if (members.length > 1) components.push(members);
  }
  return components;
}
