import { describe, expect, test } from 'vitest';
import type { HeapBuilder, HeapNode } from '../../support/heap-dsl.js';
import { fill, said, seen } from './picture-support.js';
import { FILE, owned, PER_ROUND, timer, type Work } from './verdict-support.js';

const PLACE = { file: FILE, line: 9, column: 1 };
const FIVE_MINUTES = 300_000;

interface Traits {
  readonly ms?: number;
  readonly repeats?: boolean;
  readonly count?: number;
  readonly isDead?: boolean;
  /** Tasks for each timer, each in a field of the one before. */
  readonly chained?: number;
  /** What each timer has in its scope besides its task. */
  readonly scope?: (heap: HeapBuilder) => Record<string, HeapNode>;
}

/** Timeout × 20 a round ──▶ closure ──context──▶ scope ──task──▶ Task */
function timers({
  ms = 86_400_000,
  repeats = false,
  count = PER_ROUND,
  isDead = false,
  chained = 1,
  scope,
}: Traits = {}): Work {
  let shared: HeapNode;
  return (heap, round) => {
    if (round === 0) shared = heap.shared('');
    fill(count, () => {
      let task: HeapNode | null = null;
      fill(chained, () => {
        task = heap.object('Task', { size: 2000 }).property('closed', isDead).property('after', task);
      });
      const context = { task, ...scope?.(heap) };
      timer(heap, heap.closure('', { place: PLACE, context }).internal('shared', shared), ms, repeats);
    });
  };
}

const OF_ONCE = 'setTimeout(function at app.js:10)';
const once = (traits: Traits = {}) => said(timers(traits), OF_ONCE);

describe('what timers hold that fire once', () => {
  test('is a note where they fire before long', async () => {
    expect(await once({ ms: FIVE_MINUTES - 1 })).toBe('note timer-held: no-death, timers-expire');
  });

  test('is a suspect where they fire after five minutes or later', async () => {
    expect(await once({ ms: FIVE_MINUTES })).toBe('suspect timer-held: no-death, timers-expire');
  });

  test('is a note where fewer than eight a round fire late', async () => {
    expect(await once({ count: 8 })).toBe('suspect timer-held: no-death, timers-expire');
    expect(await once({ count: 7 })).toBe('note timer-held: no-death, timers-expire');
  });

  test('is a leak where they fire again and again', async () => {
    expect(await said(timers({ repeats: true, ms: 1000 }), 'setInterval(function at app.js:10)')).toBe(
      'leak timer-held: no-death',
    );
  });
});

describe('what timers hold that could only settle what is settled', () => {
  //   scope ──done──▶ closure ──▶ scope ──▶ Promise ──▶ result, or none
  const settling = (isSettled: boolean) => (heap: HeapBuilder) => {
    const promise = isSettled ? heap.promise(heap.object('Answer')) : heap.promise();
    return { done: heap.closure('', { context: heap.context().hidden(1, promise) }) };
  };
  const of = async (ms: number, isSettled: boolean) => {
    const { verdict, for: proofs } = await seen(timers({ ms, scope: settling(isSettled) }), OF_ONCE);
    return [verdict, proofs.includes('timers-settled')];
  };

  test('is a leak where they fire late, not where they fire before long', async () => {
    expect(await of(FIVE_MINUTES, true)).toEqual(['leak', true]);
    expect(await of(FIVE_MINUTES - 1, true)).toEqual(['note', true]);
  });

  test('is a suspect where something waits for them', async () => {
    expect(await of(FIVE_MINUTES, false)).toEqual(['suspect', false]);
  });
});

describe('entries of a collection that have a timer each until it fires', () => {
  //   Hub ──open──▶ Map ──▶ Call × 20 a round ◀──call── scope ◀── closure ◀── Timeout, for some of each round
  const calls = (running: readonly number[]): Work => {
    let open: ReturnType<HeapBuilder['map']>;
    let shared: HeapNode;
    return (heap, round) => {
      if (round === 0) {
        open = heap.map();
        shared = heap.shared('');
        owned(heap, 'Hub', 'open', open);
      }
      for (let started = 0; started < PER_ROUND; started += 1) {
        const call = heap.object('Call', { size: 500 });
        open.entries.set(heap.object('Key'), call);
        if (started >= (running[round] ?? 0)) continue;
        timer(heap, heap.closure('', { place: PLACE, context: { call } }).internal('shared', shared), 800, false);
      }
    };
  };
  const of = async (...running: number[]) => {
    const { verdict, against } = await seen(calls(running), 'Hub.open{}');
    return `${verdict}: ${against.join(', ')}`;
  };

  test('are a note while half of them still have one', async () => {
    expect(await of(0, 10, 10, 10)).toBe('note: no-death, timers-expire');
  });

  test('are a leak where the timers of most have fired and left them behind', async () => {
    expect(await of(0, 0, 9, 20)).toBe('leak: no-death, timers-expire');
  });
});

describe('dead objects that timers hold', () => {
  test('are a suspect where the timers fire before long', async () => {
    expect(await once({ isDead: true, ms: FIVE_MINUTES - 1 })).toBe('suspect timer-held: timers-expire');
    expect(await once({ isDead: true, ms: FIVE_MINUTES })).toBe('leak timer-held: timers-expire');
  });

  //   scope ──task──▶ Task (closed) ──after──▶ Task (closed), and a third one
  test('are a leak where fewer than half of them have a timer', async () => {
    const chained = (count: number) => once({ isDead: true, ms: 30_000, count: 10, chained: count });
    expect(await chained(2)).toBe('suspect timer-held: timers-expire');
    expect(await chained(3)).toBe('leak timer-held: timers-expire');
  });

  test('are a leak where the timers fire again and again', async () => {
    const repeating = timers({ isDead: true, ms: 1000, repeats: true });
    expect(await said(repeating, 'setInterval(function at app.js:10)')).toBe('leak timer-held');
  });
});
