import { describe, expect, test } from 'vitest';
import type { HeapArray, HeapBuilder, HeapMap, HeapNode } from '../../../support/heap-dsl.js';
import { holder, repeat, type Work } from '../../search/growing-places-support.js';
import { clients, gaining, integers, judgePlace, list, text } from '../places-support.js';

const FILE = { file: '/srv/app.js', line: 1, column: 1 };

/** A timer that did not fire in a series of unknown length, and that sees an object. */
const sweep = (heap: HeapBuilder, seen: HeapNode) =>
  heap.timeout(heap.closure('sweep', { place: FILE, context: { this: seen } }), 60_000).property('_repeat', 60_000);

describe('doubts about the same objects entered again', () => {
  const again = (perRound: readonly number[], prepare?: (heap: HeapBuilder, owner: HeapNode) => unknown, count = 5) =>
    judgePlace(
      ...list({ sizes: gaining(...perRound), values: (heap) => clients(heap, count), ...(prepare ? { prepare } : {}) }),
    );

  test.each<[readonly number[], string, string]>([
    [[100, 90, 59], 'note', 'slows-down'],
    [[100, 59, 100], 'suspect', 'uneven'],
    [[100, 9, 100], 'note', 'uneven'],
  ])('are the rounds: %j', async (perRound, verdict, code) => {
    expect(await again(perRound)).toMatchObject({ verdict, against: [code] });
  });

  test('are a limit beside them', async () => {
    expect(await again([30, 30, 30], (_, owner) => owner.property('max', 100))).toMatchObject({
      verdict: 'note',
      against: ['limit'],
    });
  });

  test('are a timer, which is not asked about what is a suspect anyway', async () => {
    expect(await again([30, 30, 30], sweep)).toMatchObject({ verdict: 'suspect', against: ['cleanup-pending'] });
    // 100 entries of 30 Client are few repeats.
    expect(await again([30, 30, 30], sweep, 30)).toMatchObject({ verdict: 'suspect', against: ['few-repeats'] });
  });

  test('are code, which is asked about a suspect as well', async () => {
    const bounded = (count: number): Work => {
      let map: HeapMap;
      let listed: HeapNode[];
      return (heap, round) => {
        if (round === 0) {
          map = heap.map();
          listed = clients(heap, count);
          heap.global.property('hub', heap.object(heap.class('Hub', FILE)).property('d', map));
          heap.global.property('keep', heap.closure('keep', { place: FILE, words: ['d', 'set', 'size', 'delete'] }));
        }
        repeat(20, (index) => map.entries.set(`${round}-${index}`, listed[(round * 20 + index) % count]));
      };
    };
    expect(await judgePlace(bounded(5))).toMatchObject({ verdict: 'note', against: ['eviction-code'] });
    expect(await judgePlace(bounded(30))).toMatchObject({ verdict: 'note', against: ['few-repeats', 'eviction-code'] });
  });

  //   Hub ──seen──▶ Map ──key──▶ "key 3-0"      round 3 gives all entries new keys
  test('are new keys for old entries', async () => {
    let map: HeapMap;
    let listed: HeapNode[];
    const work: Work = (heap, round) => {
      if (round === 0) {
        map = heap.map();
        listed = clients(heap, 5);
        holder(heap, 'Hub', 'seen', map);
      }
      const first = round === 3 ? 0 : round * 20;
      if (round === 3) map.entries.clear();
      for (let index = first; index < (round + 1) * 20; index += 1)
        map.entries.set(`key ${round}-${index}`, listed[index % 5]);
    };
    expect(await judgePlace(work)).toMatchObject({ verdict: 'note', against: ['refreshed'] });
  });

  //   Hub ──seen──▶ Array ──▶ 100 times one of 5 Client, then stamps; each round takes 7 and adds 20
  test('are that the oldest leave', async () => {
    let items: HeapArray['items'];
    const work: Work = (heap, round) => {
      if (round === 0) {
        const listed = clients(heap, 5);
        const array = heap.array(Array.from({ length: 100 }, (_, index) => listed[index % 5]));
        items = array.items;
        holder(heap, 'Hub', 'seen', array);
        return;
      }
      items.splice(0, 7);
      repeat(20, () => items.push(heap.allocate('number', 'heap number')));
    };
    expect(await judgePlace(work)).toMatchObject({
      verdict: 'suspect',
      against: ['oldest-leave'],
      for: ['steady-growth', 'same-targets'],
    });
  });
});

describe('doubts about values', () => {
  //   Ring ──taken──▶ Array of true (room for 500)
  test('are room that they had from the start', async () => {
    const ring = list({
      sizes: gaining(30, 30, 30),
      prepare: (_, __, array) => {
        array.push(...new Array(490).fill(true));
        array.outgoing();
        array.items.length = 0;
      },
    });
    expect(await judgePlace(...ring)).toMatchObject({ verdict: 'note', against: ['had-room'] });
  });

  //   Hub ──seen──▶ Array      each round takes 7: 40 → 53 → 66 → 70, which is uneven
  test('are not that the oldest leave where it is a suspect anyway', async () => {
    let items: HeapArray['items'];
    const work: Work = (heap, round) => {
      if (round === 0) {
        const array = heap.array();
        items = array.items;
        holder(heap, 'Hub', 'seen', array);
      } else items.splice(0, 7);
      repeat([40, 20, 20, 11][round], () => items.push(heap.allocate('number', 'heap number')));
    };
    expect(await judgePlace(work)).toMatchObject({ verdict: 'suspect', against: ['uneven'] });
  });
});

describe('doubts about numbers that a snapshot does not show', () => {
  test('are code that bounds them', async () => {
    const place = integers([296, 1064, 2088, 4136], {
      prepare: (heap, owner) => {
        const hub = heap.class('Hub', FILE);
        owner.property('__proto__', hub.prototype);
        heap.global.property('keep', heap.closure('keep', { place: FILE, words: ['ids', 'add', 'size', 'delete'] }));
      },
    });
    expect(await judgePlace(...place)).toMatchObject({
      verdict: 'note',
      against: ['invisible-entries', 'eviction-code'],
    });
  });
});

describe('doubts about a text', () => {
  test.each<[readonly number[], string, string]>([
    [[2000, 7000, 11_500, 14_000], 'note', 'slows-down'],
    [[2000, 7000, 9900, 14_900], 'suspect', 'uneven'],
  ])('are the rounds: %j', async (bytes, verdict, code) => {
    expect(await judgePlace(...text(bytes))).toMatchObject({ verdict, against: [code] });
  });
});
