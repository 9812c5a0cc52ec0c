import { describe, expect, test } from 'vitest';
import type { HeapArray, HeapBuilder, HeapNode } from '../../support/heap-dsl.js';
import { findingsOfProgram, times } from './series-support.js';

/** A promise that is not settled, and the engine's function that would settle it. */
function pending(heap: HeapBuilder): { promise: HeapNode; resolve: HeapNode } {
  const promise = heap.promise();
  const context = heap.allocate('object', 'system / Context', { size: 40 }).hidden(0, promise);
  return { promise, resolve: heap.closure('', { context }) };
}

function queueOf(heap: HeapBuilder): HeapArray {
  const pull = heap.array();
  heap.global.property('feed', heap.object('Feed').property('pull', pull));
  return pull;
}

describe('promises that wait in a queue', () => {
  //   Feed ─pull─▶ [ resolve() ─▶ Promise ─▶ reaction ─▶ Promise ─▶ reaction ─▶ … ]
  test('are a leak where each is settled by the next, and the first never is', async () => {
    const [first] = await findingsOfProgram((heap) => {
      const { promise, resolve } = pending(heap);
      queueOf(heap).push(resolve);
      let last = promise;
      return () =>
        times(20, () => {
          const next = heap.promise();
          const reaction = heap.allocate('hidden', 'system / PromiseReaction').internal('promise_or_capability', next);
          last.internal('reactions_or_result', reaction);
          last = next;
        });
    });
    expect(first).toMatchObject({ verdict: 'leak', kind: 'promise-pending' });
    expect(first.brokenEdge?.label).toBe('Feed.pull[] (promise reaction)');
  });
});
