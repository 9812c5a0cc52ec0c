import { type HeapView, viewHeap } from '../../../../src/analyzers/objects/heap-view.js';
import { graphOf } from '../../../graph/graph-of.js';
import type { HeapBuilder, HeapNode, SnapshotOptions } from '../../../support/heap-dsl.js';

/** A heap as the finders see it. */
export interface Seen {
  readonly view: HeapView;
  /** The ordinal of a node. */
  readonly at: (node: HeapNode) => number;
  /** First snapshots of the nodes, by ordinal; 0 where none is given. */
  readonly births: (rounds: Iterable<readonly [HeapNode, number]>) => Uint8Array;
}

export async function see(heap: HeapBuilder, options?: SnapshotOptions): Promise<Seen> {
  const { graph, at } = await graphOf(heap, options);
  return {
    view: viewHeap(graph, []),
    at,
    births: (rounds) => {
      const births = new Uint8Array(graph.nodeCount);
      for (const [node, round] of rounds) births[at(node)] = round;
      return births;
    },
  };
}

/** The numbers 0 … count - 1. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
