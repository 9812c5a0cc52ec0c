import { describe, expect, test } from 'vitest';
import { collectionOfPromise } from '../../../src/analyzers/cases/promise-collections.js';
import { PathTree } from '../../../src/graph/path-tree.js';
import { graphOf } from '../../graph/graph-of.js';
import { HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';

/** The class of the collection that is found from a reaction. `keep` puts the promise, or what settles it, somewhere. */
async function foundFrom(keep: (heap: HeapBuilder, promise: HeapNode) => HeapNode): Promise<string | null> {
  const heap = new HeapBuilder();
  const reaction = heap.allocate('hidden', 'system / PromiseReaction');
  heap.global.property('desk', keep(heap, heap.promise().internal('reactions_or_result', reaction)));
  const { graph, at } = await graphOf(heap);
  const found = collectionOfPromise(graph, new PathTree(graph), at(reaction));
  return found === null ? null : graph.nodeName(found);
}

const resolver = (heap: HeapBuilder, promise: HeapNode) =>
  heap.closure('', { context: heap.context().hidden(1, promise) });

describe('the collection that keeps a promise', () => {
  //   Array ──▶ Promise ──▶ reaction, and Array ──▶ resolve ──▶ scope ──▶ Promise ──▶ reaction
  test('has it, or the function that settles it', async () => {
    expect(await foundFrom((heap, promise) => heap.array([promise]))).toBe('Array');
    expect(await foundFrom((heap, promise) => heap.array([resolver(heap, promise)]))).toBe('Array');
  });

  //   Desk ──ready──▶ Promise ──▶ reaction
  test('is none where a field has it, for then the promise is the place', async () => {
    expect(await foundFrom((heap, promise) => heap.object('Desk').property('ready', promise))).toBeNull();
  });

  //   Array ──▶ closure ──▶ scope {promise} ──▶ Promise ──▶ reaction
  test("is none where a variable of the program's own function has it", async () => {
    expect(await foundFrom((heap, promise) => heap.array([heap.closure('ask', { context: { promise } })]))).toBeNull();
  });
});
