import type { HeapGraph } from '../../graph/heap-graph.js';
import { PathPhase, type PathTree } from '../../graph/path-tree.js';

/** Values that registries hold for objects which something else keeps. */
export interface FollowedValues {
  /** Edge from the cell to the value → the object that the value is held for. */
  readonly targetOf: ReadonlyMap<number, number>;
  /** The other way round: the values by their object. */
  readonly valuesOf: ReadonlyMap<number, readonly number[]>;
}

/**
 * Decides what keeps the values that a FinalizationRegistry holds. A value stays until its object is collected. So where the
 * object is kept by anything else than held values, the value is treated as kept by its object. Where only held values lead to
 * the object, they are the fault, as each refers to the object that it waits for; they count as strong references.
 *
 * O(held values): the tree takes held values last, so its phase tells what is reached without them.
 */
export function followTargets(graph: HeapGraph, tree: PathTree): FollowedValues {
  const targetOf = new Map<number, number>();
  const valuesOf = new Map<number, number[]>();
  for (const [edge, target] of graph.heldFor) {
    if (!tree.isReached(target) || tree.phase(target) >= PathPhase.heldValue) continue;
    targetOf.set(edge, target);
    const values = valuesOf.get(target);
    if (values === undefined) valuesOf.set(target, [graph.target(edge)]);
    else values.push(graph.target(edge));
  }
  return { targetOf, valuesOf };
}
