import { describe, expect, test } from 'vitest';
import type { HeapArray, HeapBuilder, HeapNode } from '../../support/heap-dsl.js';
import { all, code, dead, fill, type Listing, said } from './picture-support.js';
import { owned, START_MS, timer, type Work } from './verdict-support.js';

/** Hub ──head──▶ Guest ──next──▶ Guest (closed) ──next──▶ Guest (closed) ──▶ …, as many more after each round as `births` says. */
function chain(births: readonly number[], className: string, owner = 'Hub'): Work {
  let head: HeapNode;
  return (heap, round) => {
    if (round === 0) {
      head = heap.object(className, { size: 500 }).property('closed', false).property('next', null);
      owned(heap, owner, 'head', head);
    }
    fill(births[round] ?? 0, () => {
      const guest = heap.object(className, { size: 2000 }).property('closed', true);
      head.property('next', guest.property('next', head.get('next') ?? null));
    });
  };
}

describe('one snapshot', () => {
  const of = (births: number, traits: Listing = {}) =>
    said(dead([births], { className: 'Connection', ...traits }), `Hub.${traits.field ?? 'rows'}[]`, 1);

  //   Hub ──rows──▶ Array ──▶ Connection (closed) × 19, 20, 999, 1000
  test.each([
    [19, 'note ledger-entry-kept: single-snapshot, no-chain, few'],
    [20, 'suspect ledger-entry-kept: single-snapshot, no-chain'],
    [999, 'suspect ledger-entry-kept: single-snapshot, no-chain'],
    [1000, 'leak ledger-entry-kept: single-snapshot'],
  ])('with %i dead in a list', async (count, expected) => {
    expect(await of(count)).toBe(expected);
  });

  //   Hub ──recent──▶ Array ──▶ Connection (closed) × 999, 1000
  test('with dead objects in a place of a bounded name is a note below a thousand', async () => {
    expect(await of(999, { field: 'recent' })).toBe('note ledger-entry-kept: single-snapshot, no-chain, bounded-place');
    expect(await of(1000, { field: 'recent' })).toBe('leak ledger-entry-kept: single-snapshot');
  });

  //   Hub ──head──▶ Connection (closed) ──next──▶ … × 19, 20
  test.each([
    [19, 'note stale-link: single-snapshot, few'],
    [20, 'leak stale-link: single-snapshot'],
  ])('with %i dead in a chain', async (count, expected) => {
    expect(await said(chain([count], 'Connection'), 'Connection.next', 1)).toBe(expected);
  });
});

describe('one round', () => {
  //   Hub ──rows──▶ Array ──▶ Guest (closed) × 999, 1000
  test.each([
    [999, 'suspect unbounded-collection: short-series'],
    [1000, 'leak unbounded-collection: short-series'],
  ])('that left %i dead in a list', async (count, expected) => {
    expect(await said(dead([0, count], { size: 50 }), 'Hub.rows[]', 2)).toBe(expected);
  });

  //   Hub ──head──▶ Guest ──next──▶ Guest (closed) ──next──▶ … × 19, 20
  test.each([
    [19, 'suspect stale-link: short-series'],
    [20, 'leak stale-link: short-series'],
  ])('after which a chain has %i dead', async (count, expected) => {
    expect(await said(chain([count - 10, 10], 'Guest'), 'Guest.next', 2)).toBe(expected);
  });

  test('that left a chain in a place of a bounded name', async () => {
    expect(await said(chain([10, 10], 'RecentGuest'), 'RecentGuest.next', 2)).toBe('suspect stale-link: short-series');
  });
});

describe('a chain of dead objects behind a name of a history', () => {
  //   Hub ──head──▶ RecentGuest ──next──▶ RecentGuest (closed) ──next──▶ … × 8
  //   Desk ──head──▶ RecentGuest ──next──▶ RecentGuest (closed) ──next──▶ … × 8 or 7
  const twoChains = (births: readonly number[]) =>
    all(chain([0, 8], 'RecentGuest'), chain(births, 'RecentGuest', 'Desk'));

  test('is no history where a field leads to eight each', async () => {
    expect(await said(twoChains([0, 8]), 'RecentGuest.next', 2)).toBe('suspect stale-link: short-series');
  });

  test('may be one where it leads to fewer', async () => {
    expect(await said(twoChains([0, 7]), 'RecentGuest.next', 2)).toBe('note stale-link: short-series');
  });
});

describe('dead objects in a place that keeps them on purpose', () => {
  const EACH = [20, 20, 20, 20];
  /** Hub ──history──▶ Array, or ──rows──▶ Array, ──▶ Guest (closed) × births of each round */
  const both = async (traits: Listing, births: readonly number[] = EACH) => [
    await said(dead(births, { ...traits, field: 'history' }), 'Hub.history[]', births.length),
    await said(dead(births, traits), 'Hub.rows[]', births.length),
  ];
  const suspect = 'suspect unbounded-collection';
  const note = 'note unbounded-collection';
  const leak = 'leak unbounded-collection';

  test('are a suspect where nothing else speaks against it', async () => {
    expect(await both({})).toEqual([suspect, leak]);
  });

  //   Hub ──history──▶ Array ──▶ Guest (closed) × 999, 1000
  test('are a leak from a thousand on: no history keeps as many', async () => {
    const traits = { field: 'history', size: 50 };
    expect(await said(dead([99, 300, 100, 500], traits), 'Hub.history[]')).toBe(`${note}: uneven`);
    expect(await said(dead([100, 300, 100, 500], traits), 'Hub.history[]')).toBe(leak);
  });

  //   Hub ──last──▶ Array ──▶ Guest (closed) × 299, 300: as many more in each of three rounds
  test.each(['last', 'recent', 'history', 'previousLog'])(
    'are a leak in a straight line from three hundred on: %s',
    async (field) => {
      expect(await said(dead([74, 75, 75, 75], { field, size: 50 }), `Hub.${field}[]`)).toBe(suspect);
      expect(await said(dead([75, 75, 75, 75], { field, size: 50 }), `Hub.${field}[]`)).toBe(leak);
    },
  );

  //   Hub ──last──▶ Array ──▶ Guest (closed) × 400, of which something says that their number is bounded
  test('are a note for all that, where something bounds them', async () => {
    const cut = (heap: HeapBuilder) =>
      heap.global.property('note', code(heap, 'note', ['last', 'push', 'length', 'shift']));
    const bounded: readonly [Listing, string][] = [
      [{ prepare: cut }, 'eviction-code'],
      [{ prepare: (_, hub) => hub.property('max', 500) }, 'limit'],
      [{ room: 500 }, 'had-room'],
    ];
    for (const [traits, against] of bounded)
      expect(await said(dead([100, 100, 100, 100], { ...traits, field: 'last', size: 50 }), 'Hub.last[]')).toBe(
        `${note}: ${against}`,
      );
  });

  test.each<[title: string, births: readonly number[], code: string, elsewhere: string]>([
    ['after two rounds', [20, 20, 20], 'short-series', leak],
    ['where the rounds are uneven', [20, 20, 11, 20], 'uneven', leak],
    ['where each round left less', [20, 40, 30, 20], 'slows-down', leak],
  ])('are a note %s', async (_, births, against, elsewhere) => {
    expect(await both({}, births)).toEqual([`${note}: ${against}`, elsewhere]);
  });

  //   Hub ──max──▶ 500
  test('are a note below a limit', async () => {
    expect(await both({ prepare: (_, hub) => hub.property('max', 500) })).toEqual([`${note}: limit`, leak]);
  });

  //   Array ──elements──▶ 4000 bytes in all snapshots
  test('are a note where the array had room from the start', async () => {
    expect(await both({ room: 500 })).toEqual([`${note}: had-room`, leak]);
  });

  //   Guest (closed) ──till──▶ a time that is still to come
  test('are a note where they say when they go', async () => {
    const describeGuest = (guest: HeapNode) => guest.property('till', START_MS + 300_000);
    expect(await both({ describe: describeGuest })).toEqual([`${note}: expires`, leak]);
  });

  //   Guest (closed) ──active──▶ true
  test('are a note where they say that they are in use as well', async () => {
    const describeGuest = (guest: HeapNode) => guest.property('active', true);
    expect(await both({ describe: describeGuest })).toEqual([`${note}: says-it-lives`, `${leak}: says-it-lives`]);
  });

  //   MailClient ──reconnecting──▶ true
  test('are a note where a client is about to connect again', async () => {
    const prepare = (_: HeapBuilder, client: HeapNode) => client.property('reconnecting', true);
    const of = (field: string) => said(dead(EACH, { owner: 'MailClient', field, prepare }), `MailClient.${field}[]`);
    expect(await of('history')).toBe(`${note}: reconnecting`);
    expect(await of('rows')).toBe(leak);
  });

  //   Timeout ──▶ closure ──context──▶ this: Hub
  test('are a note where a timer may remove them', async () => {
    const sweep = (heap: HeapBuilder, hub: HeapNode) =>
      timer(heap, heap.closure('sweep', { context: { this: hub } }), 60_000, true);
    expect(await both({ prepare: sweep })).toEqual([`${note}: cleanup-pending`, `${suspect}: cleanup-pending`]);
  });

  //   global ──▶ closure: words of a function that adds, measures and removes
  test('are a note where a function cuts the list to size', async () => {
    const cut = (field: string) => (heap: HeapBuilder) =>
      heap.global.property('note', code(heap, 'note', [field, 'push', 'length', 'shift']));
    const of = (field: string) => said(dead(EACH, { field, prepare: cut(field) }), `Hub.${field}[]`);
    expect(await of('history')).toBe(`${note}: eviction-code`);
    expect(await of('rows')).toBe(`${suspect}: eviction-code`);
  });

  //   Hall ──owners──▶ Array ──▶ Owner × 80, all from one round, ──history or row──▶ Guest (closed): 20 more of them a round
  const owners = (field: string, from: number) => {
    let each: readonly HeapNode[];
    let list: HeapArray;
    const work: Work = (heap, round) => {
      if (round === 0) {
        list = heap.array();
        owned(heap, 'Hall', 'owners', list);
      }
      if (round < from) return;
      if (round === from) {
        each = Array.from({ length: 80 }, () => heap.object('Owner'));
        list.push(...each);
      }
      fill(20, (index) => {
        const guest = heap.object('Guest', { size: 500 }).property('closed', true);
        each[round * 20 + index].property(field, guest);
      });
    };
    return said(work, `Owner.${field}`);
  };

  test('are a note where the owners of the place came during the series', async () => {
    expect(await owners('history', 0)).toBe('suspect dead-connection-retained');
    expect(await owners('history', 1)).toBe('note dead-connection-retained: young-holder');
    expect(await owners('row', 1)).toBe('leak dead-connection-retained');
  });

  /** Hub ──history or rows──▶ Array ──▶ Guest (closed) × 20 a round, of which so many of the oldest leave in each round */
  const served = (field: string, leave: number) => {
    let list: HeapArray;
    const prepare = (_: HeapBuilder, __: HeapNode, array: HeapArray) => {
      list = array;
    };
    const guests = dead(EACH, { field, prepare });
    const work: Work = (heap, round) => {
      guests(heap, round);
      if (round > 0) list.items.splice(0, leave);
    };
    return said(work, `Hub.${field}[]`);
  };

  test('are a note where the oldest of them leave in each round', async () => {
    expect(await served('history', 2)).toBe(`${note}: oldest-leave`);
    expect(await served('history', 1)).toBe(suspect);
    expect(await served('rows', 2)).toBe(leak);
  });

  //   Hub ──history or rows──▶ Array ──▶ Guest (closed) ──client──▶ "id" ◀──id── Client ──socket──▶ Socket ──_handle──▶ TCP or null
  const named = (field: string, isOpen: boolean) => {
    let clients: HeapArray;
    return said(
      dead(EACH, {
        field,
        prepare: (heap) => {
          clients = heap.array();
          owned(heap, 'Hall', 'all', clients);
        },
        describe: (guest, heap) => {
          const id = heap.allocate('string', `id ${clients.items.length}`);
          const socket = heap.object('Socket');
          socket.property('_handle', isOpen ? heap.handle('TCP', socket) : null);
          clients.push(heap.object('Client').property('id', id).property('socket', socket));
          guest.property('client', id);
        },
      }),
      `Hub.${field}[]`,
    );
  };

  test('are a note where open connections have what names them', async () => {
    expect(await named('history', true)).toBe(`${note}: keyed-by-living`);
    expect(await named('history', false)).toBe(suspect);
    expect(await named('rows', true)).toBe(leak);
  });
});
