import { describe, expect, test } from 'vitest';
import type { HeapArray, HeapBuilder, HeapNode } from '../../support/heap-dsl.js';
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

/** Desk ──kept──▶ Array ──▶ resolve ──▶ scope ──▶ Promise ──▶ reaction ──▶ done: closure ──▶ scope ──row──▶ Row × 20 a round */
function kept(): Work {
  let shared: HeapNode;
  let resolving: HeapNode;
  let list: HeapArray;
  let others: HeapArray;
  return (heap, round) => {
    if (round === 0) {
      shared = heap.shared('done');
      resolving = heap.shared('');
      list = heap.array();
      owned(heap, 'Desk', 'kept', list);
      others = heap.array();
      owned(heap, 'Other', 'all', others);
    }
    // All functions that settle a promise share their code, and elsewhere there are fewer of them in each round.
    others.items.length = 0;
    fill(400 - 100 * round, () => others.push(heap.closure('').internal('shared', resolving)));
    fill(PER_ROUND, () => {
      const scope = heap.context({ row: heap.object('Row', { size: 400 }) });
      const done = heap.closure('done', { context: scope, size: 1000 }).internal('shared', shared);
      const reaction = heap.allocate('hidden', 'system / PromiseReaction').internal('fulfill_handler', done);
      const promise = heap.promise().internal('reactions_or_result', reaction);
      list.push(heap.closure('', { context: heap.context().hidden(1, promise) }).internal('shared', resolving));
    });
  };
}

describe('functions that a list keeps, each of which would settle a promise of its own', () => {
  test('are as old as the list', async () => {
    expect(await said(kept(), 'Desk.kept[]')).toMatch(/^leak .*: no-death$/);
  });
});
