import { describe, expect, test } from 'vitest';
import type { HeapBuilder, HeapNode } from '../../support/heap-dsl.js';
import { fill, said } from './picture-support.js';
import { owned, PER_ROUND, type Work } from './verdict-support.js';

interface Waiting {
  /** Promises that are not settled, all from before the first snapshot. */
  readonly promises?: number;
  /** Whether each of them lies in a field of an object of its own; else in the list itself. */
  readonly inFields?: boolean;
  /** Whether each function sees a promise for which the next one waits; else all wait for the first. */
  readonly inChains?: boolean;
  /** What a function that waits sees. */
  readonly see?: (heap: HeapBuilder) => HeapNode;
}

/** Feed ──jobs──▶ Array ──▶ Promise ──▶ reaction ──next──▶ reaction …, each ──▶ done: closure ──▶ scope; 20 more in each of three rounds */
function waiting({ promises: count = 20, inFields = false, inChains = false, see }: Waiting = {}): Work {
  let promises: readonly HeapNode[];
  let shared: HeapNode;
  const last = new Map<HeapNode, HeapNode>();
  return (heap, round) => {
    if (round === 0) {
      shared = heap.shared('done');
      promises = Array.from({ length: count }, () => heap.promise());
      const jobs = inFields ? promises.map((promise) => heap.object('Job').property('result', promise)) : promises;
      owned(heap, 'Feed', 'jobs', heap.array(jobs));
    }
    if (round === 0) return;
    fill(PER_ROUND, (index) => {
      const after = heap.promise();
      const scope = heap.context({ ...(inChains && { after }), ...(see !== undefined && { row: see(heap) }) });
      const done = heap.closure('done', { context: scope, size: 1000 }).internal('shared', shared);
      const reaction = heap.allocate('hidden', 'system / PromiseReaction').internal('fulfill_handler', done);
      const promise = promises[index % count];
      const above = last.get(promise) ?? promise;
      above.internal(above.name === 'Promise' ? 'reactions_or_result' : 'next', reaction);
      last.set(promise, inChains ? after : reaction);
    });
  };
}

describe('functions that wait for promises', () => {
  const LISTED = 'Feed.jobs[] (promise reaction)';
  const inFlight = 'suspect promise-pending: no-death, in-flight';
  const leak = 'leak promise-pending: no-death';

  test('may be work in flight where the promises lie in a collection', async () => {
    expect(await said(waiting(), LISTED)).toBe(inFlight);
  });

  //   Feed ──jobs──▶ Array ──▶ Job ──result──▶ Promise
  test('are none where each promise is in a field', async () => {
    expect(await said(waiting({ inFields: true }), 'Job.result (promise reaction)')).toBe(leak);
  });

  //   Feed ──jobs──▶ Array ──▶ Promise × 8 or 7 ──▶ reaction ──▶ done: closure ──▶ scope ──after──▶ Promise ──▶ reaction ──▶ …
  test('are a chain where there are eight of them or more for each promise', async () => {
    expect(await said(waiting({ promises: 8, inChains: true }), LISTED)).toBe(inFlight);
    expect(await said(waiting({ promises: 7, inChains: true }), LISTED)).toBe(leak);
  });

  //   done: closure ──▶ scope ──row──▶ Row or Object
  test('are more than that where they hold objects', async () => {
    expect(await said(waiting({ see: (heap) => heap.object('Row') }), LISTED)).toBe(leak);
    expect(await said(waiting({ see: (heap) => heap.object() }), LISTED)).toBe(leak);
    expect(await said(waiting({ see: (heap) => heap.array() }), LISTED)).toBe(inFlight);
  });
});
