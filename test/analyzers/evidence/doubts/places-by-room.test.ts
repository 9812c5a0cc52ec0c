import { describe, expect, test } from 'vitest';
import type { HeapArray, HeapBuilder, HeapNode } from '../../../support/heap-dsl.js';
import { Dictionary, holder, repeat, type Work } from '../../search/growing-places-support.js';
import { clients, gaining, integers, judgePlace, list, text } from '../places-support.js';

const sizes = gaining(30, 30, 30);
const withField = (field: string, value: number) => (_: HeapBuilder, owner: HeapNode) => owner.property(field, value);

describe('a limit beside a place', () => {
  //   Hub ──seen──▶ Array of 100
  //    └─max──▶ 100, or 99
  test('is not reached, or passed', async () => {
    const within = await judgePlace(...list({ sizes, prepare: withField('max', 100) }));
    expect(within).toMatchObject({ verdict: 'note', against: ['limit'] });
    expect(within.texts['limit']).toBe('Hub.max = 100 may bound it: there are not as many yet.');
    expect(await judgePlace(...list({ sizes, prepare: withField('max', 99) }))).toMatchObject({ verdict: 'leak' });
  });

  test('may be a time', async () => {
    const { verdict, texts } = await judgePlace(...list({ sizes, prepare: withField('ttl', 5) }));
    expect([verdict, texts['limit']]).toEqual(['note', 'Hub.ttl = 5: entries may be removed in time.']);
  });

  //   Hub ──text──▶ a string
  //    └─max──▶ 100,000
  test('says nothing of the length of a text', async () => {
    const place = text([2000, 4000, 6000, 8000], { prepare: withField('max', 100_000) });
    expect(await judgePlace(...place)).toMatchObject({ verdict: 'leak', against: [] });
  });

  //   Connection ──statements──▶ { 40 entries }      two of them, and a limit of 40 or 39 in each
  test('is one of each collection', async () => {
    const tables = (max: number): Work => {
      let made: Dictionary[];
      return (heap, round) => {
        if (round === 0) {
          made = [new Dictionary(heap), new Dictionary(heap)];
          const owners = made.map((table) => heap.object('Connection').properties({ statements: table.node, max }));
          holder(heap, 'Pool', 'all', heap.array(owners));
        }
        for (const table of made) repeat(10, (index) => table.set(`${round}-${index}`, 'select'));
      };
    };
    expect(await judgePlace(tables(40))).toMatchObject({ verdict: 'note', against: ['limit'] });
    expect(await judgePlace(tables(39))).toMatchObject({ verdict: 'leak', against: [] });
  });

  //   Hub ──ids──▶ Set of 5 texts and of numbers, which a snapshot does not show
  //    └─max──▶ 3
  test('is not passed where nobody can count the entries', async () => {
    const place = integers([296, 1064, 2088, 4136], {
      values: () => ['a', 'b', 'c', 'd', 'e'],
      prepare: withField('max', 3),
    });
    expect(await judgePlace(...place)).toMatchObject({ verdict: 'note', against: ['limit', 'invisible-entries'] });
  });

  // 10 entries have room for 10; 40 for 76; 100 for 166.
  test('is not the room that the store has grown to, where there is one store', async () => {
    expect(await judgePlace(...list({ sizes, prepare: withField('capacity', 166) }))).toMatchObject({
      verdict: 'leak',
    });
    expect(await judgePlace(...list({ sizes, prepare: withField('capacity', 167) }))).toMatchObject({
      verdict: 'note',
    });
  });

  //   Hub ──seen──▶ Array      two of them, whose stores have 334 slots together
  test('may be the room of several stores', async () => {
    let lists: HeapArray[];
    const two: Work = (heap, round) => {
      if (round === 0) {
        lists = [heap.array(), heap.array()];
        const hubs = lists.map((seen) => heap.object('Hub').properties({ seen, capacity: 334 }));
        holder(heap, 'Keeper', 'hubs', heap.array(hubs));
      }
      for (const { items } of lists) while (items.length < sizes[round]) items.push(true);
    };
    expect((await judgePlace(two)).against).toEqual(['limit']);
  });
});

describe('room that a place had from the start', () => {
  /** An array with a store for 500 entries. */
  const ring = (heap: HeapBuilder, taken: HeapNode): HeapNode =>
    heap
      .object('Array', { size: 32 })
      .internal('elements', heap.allocate('array', '(object elements)', { size: 16 + 500 * 8 }))
      .property('by', taken);

  /** `Turns ─taken▶ Array`, so many of them, that gain 30 times the same Client a round each. */
  const rings = (count: number): Work => {
    let arrays: HeapNode[];
    let client: HeapNode;
    return (heap, round) => {
      if (round === 0) {
        [client] = clients(heap, 1);
        arrays = Array.from({ length: count }, () => ring(heap, client));
        holder(heap, 'Pool', 'all', heap.array(arrays.map((taken) => heap.object('Turns').property('taken', taken))));
      }
      for (const array of arrays) repeat(30, (index) => array.element(round * 30 + index, client));
    };
  };

  //   Turns ──taken──▶ Array (room for 500)
  test('makes a ring of one array, but of several nobody can tell', async () => {
    const one = await judgePlace(rings(1));
    expect(one).toMatchObject({ verdict: 'note', against: ['had-room'] });
    expect(one.texts['had-room']).toBe('It had 500 slots from the start: it may be a ring that fills.');
    expect(await judgePlace(rings(2))).toMatchObject({ verdict: 'leak', against: [] });
  });

  //   Turns ──taken──▶ Array (room for 500), another one in each round
  test('is not that of the copies of an array', async () => {
    let client: HeapNode;
    let turns: HeapNode;
    const copied: Work = (heap, round) => {
      if (round === 0) {
        [client] = clients(heap, 1);
        turns = holder(heap, 'Turns', 'first', client);
      }
      const copy = ring(heap, client);
      repeat(30 * (round + 1), (index) => copy.element(index, client));
      turns.property('taken', copy);
    };
    expect(await judgePlace(copied)).toMatchObject({ verdict: 'leak', against: [] });
  });
});

describe('numbers that a snapshot does not show', () => {
  test('are suspected where the store grew twice, and are a note where it grew once', async () => {
    const twice = await judgePlace(...integers([296, 296, 1064, 2088]));
    expect(twice).toMatchObject({ verdict: 'suspect', against: ['invisible-entries'], for: ['steady-growth'] });
    expect(twice.texts['invisible-entries']).toMatch(/^A snapshot shows no integers/);
    expect(await judgePlace(...integers([296, 296, 296, 2088]))).toMatchObject({
      verdict: 'note',
      against: ['invisible-entries'],
    });
  });

  //   Table ──elements──▶ a store as large as the last of its keys
  test('may be a table of a few large keys where they are no list: a note', async () => {
    let store: HeapNode;
    const table: Work = (heap, round) => {
      if (round === 0) {
        store = heap.allocate('array', '(object elements)', { size: 296 });
        holder(heap, 'Hub', 'byId', heap.object('Object').internal('elements', store));
      }
      store.size = [296, 1064, 2088, 4136][round];
    };
    expect(await judgePlace(table)).toMatchObject({ verdict: 'note', against: ['invisible-entries'] });
  });
});
