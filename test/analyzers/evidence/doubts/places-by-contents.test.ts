import { describe, expect, test } from 'vitest';
import type { HeapArray, HeapBuilder, HeapNode, Value } from '../../../support/heap-dsl.js';
import { Dictionary, holder, repeat, type Work } from '../../search/growing-places-support.js';
import { clients, judgePlace, list, type PlaceVerdict } from '../places-support.js';

const sizes = [25, 50, 75, 100];

/** `Hub.seen` of 100 entries in the end, of which the given ones are null and the others something else. */
function clearedOf(nulls: number, other: (heap: HeapBuilder) => Value): Promise<PlaceVerdict> {
  return judgePlace(
    ...list({
      sizes,
      values: (heap) => {
        const rest = other(heap);
        return Array.from({ length: 100 }, (_, index) => (index < nulls ? null : rest));
      },
    }),
  );
}

describe('slots that were cleared', () => {
  //   Client ──queue──▶ Array ──[k]──▶ null
  test('are nine of ten values: a note', async () => {
    const cleared = await clearedOf(90, () => true);
    expect(cleared).toMatchObject({ verdict: 'note', against: ['cleared-slots'] });
    expect(cleared.texts['cleared-slots']).toBe('The slots are null: what was there has been taken out.');
    expect(await clearedOf(89, () => true)).toMatchObject({ verdict: 'leak', against: [] });
  });

  test('are values in nine of ten entries', async () => {
    expect(await clearedOf(90, (heap) => clients(heap, 1)[0])).toMatchObject({ against: ['cleared-slots'] });
    expect(await clearedOf(89, (heap) => clients(heap, 1)[0])).toMatchObject({ against: [] });
  });

  /** Arrays in `Client.queue`, or what `make` makes, that get so many nulls in the end altogether. */
  const queues = (made: (heap: HeapBuilder) => readonly HeapNode[], total: number): Work => {
    let nodes: readonly HeapNode[];
    let added = 0;
    return (heap, round) => {
      if (round === 0) {
        nodes = made(heap);
        holder(heap, 'Pool', 'all', heap.array(nodes.map((queue) => heap.object('Client').property('queue', queue))));
      }
      const nothing = heap.nodeOf(null);
      for (; nothing !== null && added < (total * (round + 1)) / 4; added += 1)
        nodes[added % nodes.length].element(added, nothing);
    };
  };
  const arrays = (count: number) => (heap: HeapBuilder) =>
    Array.from({ length: count }, () =>
      heap.object('Array', { size: 32 }).internal('elements', heap.allocate('array', '')),
    );

  // A queue that compacts later does so long before.
  test('decide nothing above 1,024 in each array', async () => {
    expect(await judgePlace(queues(arrays(1), 1024))).toMatchObject({ verdict: 'note', against: ['cleared-slots'] });
    expect(await judgePlace(queues(arrays(1), 1025))).toMatchObject({ verdict: 'leak', against: ['cleared-slots'] });
    expect(await judgePlace(queues(arrays(2), 2048))).toMatchObject({ verdict: 'note', against: ['cleared-slots'] });
  });

  //   Client ──queue──▶ Fifo ──[k]──▶ null      with no front to move up from
  test('are a suspect where one of the collections is no array', async () => {
    const fifo = (heap: HeapBuilder) => heap.object('Fifo').internal('elements', heap.allocate('array', ''));
    expect(await judgePlace(queues((heap) => [fifo(heap)], 100))).toMatchObject({ verdict: 'suspect' });
    const both = queues((heap) => [...arrays(1)(heap), fifo(heap)], 100);
    expect(await judgePlace(both)).toMatchObject({ verdict: 'suspect', against: ['cleared-slots'] });
  });
});

describe('values of earlier entries', () => {
  /** `Hub.seen`, whose last `fresh` values are new strings in the last round; `references` of its entries are Client. */
  const refreshed = (each: readonly number[], fresh: number, references = 0) =>
    judgePlace(
      ...list({
        sizes: each,
        values: (heap) => [heap.allocate('string', 'state')],
        each: ({ items }, round, heap) => {
          if (round === 0) items.splice(0, references, ...clients(heap, references));
          if (round < each.length - 1) return;
          for (let index = items.length - fresh; index < items.length; index += 1)
            items[index] = heap.allocate('string', 'state');
        },
      }),
    );

  //   round 3: 100 entries, of which 25 are new
  test('are in use where half of all values are new', async () => {
    const half = await refreshed(sizes, 50);
    expect(half).toMatchObject({ verdict: 'note', against: ['refreshed'] });
    expect(half.texts['refreshed']).toMatch(/^Entries of earlier rounds were given new values/);
    expect(await refreshed(sizes, 49)).toMatchObject({ verdict: 'leak', against: [] });
  });

  //   round 3: 100 entries, of which 40 are new
  test('are in use where half as many again as there are new entries are new', async () => {
    expect((await refreshed([20, 30, 60, 100], 61)).against).toContain('refreshed');
    expect((await refreshed([20, 30, 60, 100], 60)).against).not.toContain('refreshed');
  });

  //   round 3: 100 entries, 40 of them references: 60 values, of which 36 go with 60 new entries
  test('are compared with the new entries that are values', async () => {
    expect((await refreshed([20, 30, 40, 100], 55, 20)).against).not.toContain('refreshed');
    expect((await refreshed([40, 45, 50, 100], 55, 40)).against).toContain('refreshed');
  });
});

describe('the oldest values', () => {
  /** So many `Hub.seen` of stamps: each round takes 7 from the front and adds 20; `copied` makes a new array each time. */
  const stamps = ({ count = 1, copied = false, taken = 7, since = 0 }): Work => {
    let hubs: { owner: HeapNode; seen: HeapArray }[] = [];
    return (heap, round) => {
      if (round === 0) holder(heap, 'Keeper', 'hubs', heap.array());
      if (round < since) return;
      if (round === since) {
        hubs = Array.from({ length: count }, () => ({ owner: heap.object('Hub'), seen: heap.array() }));
        hubs.forEach(({ owner }, index) => heap.global.property(`hub${index}`, owner));
      }
      for (const hub of hubs) {
        const { items } = hub.seen;
        items.splice(0, round === since ? 0 : taken);
        repeat(round === since ? 40 : 20, () => items.push(heap.allocate('number', 'heap number')));
        if (copied) hub.seen = heap.array(items);
        hub.owner.property('seen', hub.seen);
      }
    };
  };

  //   Hub ──seen──▶ Array      40 → 53 → 66 → 79
  test('leave the queue that one array is: a suspect', async () => {
    const one = await judgePlace(stamps({}));
    expect(one).toMatchObject({ verdict: 'suspect', against: ['oldest-leave'] });
    expect(one.texts['oldest-leave']).toBe(
      'The oldest entries leave, 7, 7, 7 in rounds 1 to 3: this may be a queue that fills faster than it is served.',
    );
    expect(await judgePlace(stamps({ taken: 0 }))).toMatchObject({ verdict: 'leak', against: [] });
  });

  test('are not known to leave several arrays, or one that is copied', async () => {
    expect(await judgePlace(stamps({ count: 2 }))).toMatchObject({ verdict: 'leak', against: [] });
    expect(await judgePlace(stamps({ copied: true }))).toMatchObject({ verdict: 'leak', against: [] });
  });

  test('are counted from the snapshot that showed the array first', async () => {
    expect(await judgePlace(stamps({ since: 1 }), { rounds: 4 })).toMatchObject({
      verdict: 'suspect',
      against: ['oldest-leave'],
    });
  });

  //   Hub ──seen──▶ Set      a table shows no order
  test('are not known to leave a set', async () => {
    const work: Work = (heap, round) => {
      if (round === 0) holder(heap, 'Hub', 'seen', heap.set());
      const set = heap.global.get('hub')?.get('seen');
      if (set === undefined || !('values' in set)) throw new Error('no set');
      const values = set.values as Set<Value>;
      for (const value of [...values].slice(0, round === 0 ? 0 : 7)) values.delete(value);
      repeat(round === 0 ? 40 : 20, (index) => values.add(`${round}-${index}`));
    };
    expect(await judgePlace(work)).toMatchObject({ verdict: 'leak', against: [] });
  });
});

describe('code that works on a place', () => {
  const FILE = { file: '/srv/app.js', line: 1, column: 1 };
  /** `Hub ─d▶ collection` of a class with a source, and a function of that file. */
  const hub = (heap: HeapBuilder, node: HeapNode, words?: readonly string[], max?: number) => {
    const owner = heap.object(heap.class('Hub', FILE)).property('d', node);
    heap.global.property('hub', max === undefined ? owner : owner.property('max', max));
    if (words !== undefined) heap.global.property('keep', heap.closure('keep', { words, place: FILE }));
    return owner;
  };
  const BY_SIZE = ['d', 'set', 'size', 'delete'];

  /** `Hub.d`, a dictionary of 40 texts in the end. */
  const table = (
    words?: readonly string[],
    prepare?: (heap: HeapBuilder, owner: HeapNode) => unknown,
    max?: number,
  ): Work => {
    let made: Dictionary;
    return (heap, round) => {
      if (round === 0) {
        made = new Dictionary(heap);
        const owner = hub(heap, made.node, words, max);
        prepare?.(heap, owner);
      }
      repeat(10, (index) => made.set(`${round}-${index}`, 'text'));
    };
  };

  test('may bound it, certainly or perhaps', async () => {
    const certain = await judgePlace(table(BY_SIZE));
    expect(certain).toMatchObject({ verdict: 'note', against: ['eviction-code'] });
    expect(certain.texts['eviction-code']).toBe(
      'The code of `keep` at /srv/app.js:2 adds to `d`, reads its size and removes entries: the collection may be bounded.',
    );
    const byTime = await judgePlace(table(['d', 'keys', 'now', 'delete']));
    expect(byTime.texts['eviction-code']).toBe(
      'The code of `keep` at /srv/app.js:2 goes through `d`, reads a clock and removes entries: they may be removed in time.',
    );
    expect(await judgePlace(table(['d', 'set']))).toMatchObject({ verdict: 'leak', against: [] });
  });

  //   Hub ──d──▶ Array of true      an array may as well be a queue
  test('may work on a queue: a suspect', async () => {
    let items: HeapArray;
    const work: Work = (heap, round) => {
      if (round === 0) {
        items = heap.array();
        hub(heap, items, ['d', 'push', 'length', 'shift']);
      }
      repeat(20, () => items.push(true));
    };
    const perhaps = await judgePlace(work);
    expect(perhaps).toMatchObject({ verdict: 'suspect', against: ['eviction-code'] });
    expect(perhaps.texts['eviction-code']).toBe(
      'Perhaps: The code of `keep` at /srv/app.js:2 adds to it, reads its size and removes entries: the collection may be bounded.',
    );
  });

  //   Hub ──d──▶ { 40 entries }
  //    └─max──▶ 39
  test('does not bound what is past its limit', async () => {
    expect(await judgePlace(table(BY_SIZE, undefined, 39))).toMatchObject({ verdict: 'leak', against: [] });
  });

  //   Timeout ──▶ sweep() ──context──▶ this: Hub      the series is of unknown length, and sweep() never ran
  test('may be called by a timer that has not fired: a suspect', async () => {
    const pending = await judgePlace(
      table(undefined, (heap, owner) =>
        heap
          .timeout(heap.closure('sweep', { place: FILE, context: { this: owner } }), 60_000)
          .property('_repeat', 60_000),
      ),
    );
    expect(pending).toMatchObject({ verdict: 'suspect', against: ['cleanup-pending'] });
    expect(pending.texts['cleanup-pending']).toBe(
      '`setInterval(sweep)` at /srv/app.js:2 did not fire during the series and may remove them: take the series over more than 60 s, so that it fires.',
    );
  });
});
