import { describe, expect, test } from 'vitest';
import { findLimit, grownSlots, isOverLimit } from '../../../../src/analyzers/evidence/finders/growth-limits.js';
import { PathTree } from '../../../../src/graph/path-tree.js';
import { graphOf } from '../../../graph/graph-of.js';
import { HeapBuilder, type HeapNode, type Value } from '../../../support/heap-dsl.js';

interface Asked {
  readonly entries?: number;
  readonly grown?: number | null;
  readonly captureNumbers?: boolean;
  /** What is asked about instead of the Map. */
  readonly container?: (heap: HeapBuilder) => HeapNode;
}

/** What is found around `globalThis … ▶ rows`, a Map of 60 entries; `place` puts it somewhere. */
async function around(
  place: (heap: HeapBuilder, rows: HeapNode) => unknown,
  { entries = 60, grown = null, captureNumbers = true, container = (heap) => heap.map() }: Asked = {},
) {
  const heap = new HeapBuilder({ captureNumbers });
  const rows = container(heap);
  place(heap, rows);
  const { graph, at } = await graphOf(heap);
  const tree = new PathTree(graph);
  const limit = findLimit(graph, tree, at(rows), entries, grown);
  return { limit: limit?.field ?? null, isOver: isOverLimit(graph, tree, at(rows), entries) };
}

/** globalThis ─store▶ Store ─┬─rows▶ Map, and the fields given */
const store = (fields: Readonly<Record<string, Value>>) => (heap: HeapBuilder, rows: HeapNode) =>
  heap.global.property('store', heap.object('Store').properties(fields).property('rows', rows));

describe('how many entries a limit allows', () => {
  //   Store ──rows──▶ Map of 60
  //     └─max──▶ 60, or 59
  test('is reached, but not passed, by as many', async () => {
    expect(await around(store({ max: 60 }))).toEqual({ limit: 'Store.max', isOver: false });
    expect(await around(store({ max: 59 }))).toEqual({ limit: null, isOver: true });
  });

  test('is passed for one number, while another still bounds it', async () => {
    expect(await around(store({ max: 10, capacity: 100 }))).toEqual({ limit: 'Store.capacity', isOver: true });
  });

  test('is not passed where the number is a time', async () => {
    expect(await around(store({ ttl: 10 }))).toEqual({ limit: 'Store.ttl', isOver: false });
  });

  test.each<[string, Value, Asked]>([
    ['zero, which means none', 0, {}],
    ['zero, which means none, of an empty collection', 0, { entries: 0 }],
    ['negative, which means none', -1, {}],
    ['infinite', Number.POSITIVE_INFINITY, {}],
    ['a text', '100', {}],
    ['not captured', 100, { captureNumbers: false }],
  ])('is not said by a number that is %s', async (_, max, asked) => {
    expect(await around(store({ max }), asked)).toEqual({ limit: null, isOver: false });
  });

  test('may be one', async () => {
    expect(await around(store({ max: 1 }), { entries: 1 })).toMatchObject({ limit: 'Store.max' });
  });

  //   Store ──max──▶ 74     the store of the Map has grown to 74 slots
  test('is not said by the room that there is now', async () => {
    expect((await around(store({ capacity: 74 }), { grown: 74 })).limit).toBeNull();
    expect((await around(store({ capacity: 74 }), { grown: 73 })).limit).toBe('Store.capacity');
    expect((await around(store({ ttl: 74 }), { grown: 74 })).limit).toBe('Store.ttl');
  });

  //   Store ──(internal max)──▶ 100
  test('is not said by what is no field', async () => {
    const place = (heap: HeapBuilder, rows: HeapNode) => {
      const node = heap.object('Store').property('rows', rows);
      const hundred = heap.nodeOf(100);
      if (hundred !== null) node.internal('max', hundred);
      heap.global.property('store', node);
    };
    expect((await around(place)).limit).toBeNull();
  });
});

describe('options in which a limit is written', () => {
  //   Store ──rows──▶ Map
  //     └─options──▶ Object ──max──▶ 100
  test.each(['options', '_option', 'opts', 'poolConfig', 'configuration', 'settings', 'params', '#limits'])(
    'are called so: %s',
    async (field) => {
      const place = (heap: HeapBuilder, rows: HeapNode) =>
        store({ [field]: heap.object('Object').property('max', 100) })(heap, rows);
      expect((await around(place)).limit).toBe(`Store.${field}.max`);
    },
  );

  test('are no other record, and no function', async () => {
    const record = (heap: HeapBuilder, rows: HeapNode) =>
      store({ defaults: heap.object('Object').property('max', 100) })(heap, rows);
    const called = (heap: HeapBuilder, rows: HeapNode) =>
      store({ options: heap.closure('options').property('max', 100) })(heap, rows);
    expect((await around(record)).limit).toBeNull();
    expect((await around(called)).limit).toBeNull();
  });

  //   Store ──(internal options)──▶ Object ──max──▶ 100
  test('lie in a field', async () => {
    const place = (heap: HeapBuilder, rows: HeapNode) => {
      const node = heap.object('Store').property('rows', rows);
      heap.global.property('store', node.internal('options', heap.object('Object').property('max', 100)));
    };
    expect((await around(place)).limit).toBeNull();
  });
});

describe('where a limit is looked for', () => {
  /** Top ─max▶ 100, and from Top through so many plain objects to the Map. */
  const deep = (between: number) => (heap: HeapBuilder, rows: HeapNode) => {
    let node = rows;
    for (let depth = 0; depth < between; depth += 1) node = heap.object('Object').property('part', node);
    heap.global.property('top', heap.object('Top').property('max', 100).property('part', node));
  };

  //   Top ──▶ Object ──▶ Object ──▶ Object ──▶ Object ──▶ Map
  test('is five references up, and no more', async () => {
    expect((await around(deep(4))).limit).toBe('Top.max');
    expect((await around(deep(5))).limit).toBeNull();
  });

  //   Lru (extends Map) ──max──▶ 100
  test('is the collection itself', async () => {
    const own = (heap: HeapBuilder, rows: HeapNode) => heap.global.property('lru', rows.property('max', 100));
    expect((await around(own, { container: (heap) => heap.object('Lru') })).limit).toBe('Lru.max');
  });

  //   Store ──rows──▶ Lru (extends Map)
  //     └─max──▶ 100
  test('is the owner of a collection that is of a class of its own', async () => {
    expect((await around(store({ max: 100 }), { container: (heap) => heap.object('Lru') })).limit).toBe('Store.max');
  });

  //   Store ──max──▶ 100
  //     └─byName──▶ Map / Array / Object ──▶ Map
  test.each<[string, (heap: HeapBuilder, rows: HeapNode) => HeapNode]>([
    ['Map', (heap, rows) => heap.map([['a', rows]])],
    ['Set', (heap, rows) => heap.set([rows])],
    ['Array', (heap, rows) => heap.array([rows])],
    ['Object', (heap, rows) => heap.object('Object').property('a', rows)],
    ['nameless object', (heap, rows) => heap.object('').property('a', rows)],
  ])('is beyond a collection of collections: %s', async (_, make) => {
    const place = (heap: HeapBuilder, rows: HeapNode) =>
      heap.global.property('store', heap.object('Store').property('max', 100).property('byName', make(heap, rows)));
    expect((await around(place)).limit).toBe('Store.max');
  });

  //   read() ──context──▶ scope ─┬─rows──▶ Map
  //                              └─maxRows──▶ 100, or 10
  test('is the scope of a variable, but what it says there is not passed', async () => {
    const scope = (maxRows: number) => (heap: HeapBuilder, rows: HeapNode) =>
      heap.global.property('read', heap.closure('read', { context: { rows, maxRows } }));
    expect(await around(scope(100))).toEqual({ limit: 'maxRows', isOver: false });
    expect(await around(scope(10))).toEqual({ limit: null, isOver: false });
  });

  //   Api ──max──▶ 100
  //    └─read()──context──▶ scope ──rows──▶ Map
  test('is nothing beyond a scope', async () => {
    const place = (heap: HeapBuilder, rows: HeapNode) => {
      const records = heap.object('Object').property('max', 100);
      heap.global.property('api', records.property('read', heap.closure('read', { context: { rows } })));
    };
    expect((await around(place)).limit).toBeNull();
  });

  //   connect() ─┬─rows──▶ Map
  //              └─max──▶ 100
  test('is no function that has the collection in a property', async () => {
    const place = (heap: HeapBuilder, rows: HeapNode) =>
      heap.global.property('connect', heap.closure('connect').property('rows', rows).property('max', 100));
    expect((await around(place)).limit).toBeNull();
  });
});

describe('a maximum of what a pool may lend', () => {
  //   Quay ──max──▶ 100
  //     ├─free──▶ Array       the book of what is idle
  //     └─used──▶ Map         a book as well: the maximum is of it
  test.each(['used', 'free', 'queue', 'all'])('bounds a book of the pool: %s', async (field) => {
    const place = (heap: HeapBuilder, rows: HeapNode) =>
      heap.global.property(
        'quay',
        heap
          .object('Quay')
          .property('max', 100)
          .property('spare', heap.array(['a']))
          .property(field, rows),
      );
    expect((await around(place)).limit).toBe('Quay.max');
  });

  test.each<[string, string | null, (heap: HeapBuilder) => Value]>([
    ['free', null, (heap) => heap.array(['a'])],
    ['leased', null, (heap) => heap.array(['a'])],
    ['queue', 'Store.max', (heap) => heap.array(['a'])],
    ['all', 'Store.max', (heap) => heap.array(['a'])],
    ['free', 'Store.max', () => 7],
  ])('bounds rows beside %s: %s', async (field, limit, make) => {
    const place = (heap: HeapBuilder, rows: HeapNode) => store({ max: 100, [field]: make(heap) })(heap, rows);
    expect((await around(place)).limit).toBe(limit);
  });

  //   Store ──(internal free)──▶ Array      which is no field
  test('bounds rows beside what is no field', async () => {
    const place = (heap: HeapBuilder, rows: HeapNode) => {
      const node = heap.object('Store').properties({ rows, max: 100 });
      heap.global.property('store', node.internal('free', heap.array(['a'])));
    };
    expect((await around(place)).limit).toBe('Store.max');
  });

  //   Store ──rows──▶ Map
  //     ├─free──▶ Array
  //     └─options──▶ Object ──max──▶ 100
  test('may lie among the options', async () => {
    const place = (heap: HeapBuilder, rows: HeapNode) =>
      store({ free: heap.array(['a']), options: heap.object('Object').property('max', 100) })(heap, rows);
    expect((await around(place)).limit).toBeNull();
  });
});

describe('slots that a store has grown to', () => {
  test('are told by its bytes, without a header of two', () => {
    expect(grownSlots([80, 96, 96])).toBe(10);
    expect(grownSlots([0, 103])).toBe(10);
  });

  test('are none where it has not grown, or is not there', () => {
    expect(grownSlots([96, 96])).toBeNull();
    expect(grownSlots([96, 0])).toBeNull();
    expect(grownSlots([])).toBeNull();
  });
});
