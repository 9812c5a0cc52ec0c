import { describe, expect, test } from 'vitest';
import type { HeapBuilder, HeapNode } from '../support/heap-dsl.js';
import { openConnection } from './ledger-audit-support.js';
import { FILE, findingsOf, owned, PER_ROUND, repeat, verdictOf, type Work } from './verdict-support.js';

describe('the dead that are kept on purpose', () => {
  const dead = (words: readonly string[]): Work => {
    let list: ReturnType<HeapBuilder['array']>;
    return (heap, round) => {
      if (round === 0) {
        list = heap.array();
        const owner = owned(heap, 'Hub', 'd', list);
        heap.global.property('note', heap.closure('note', { place: { file: FILE, line: 5, column: 1 }, words }));
        owner.property('n', 1);
      }
      repeat(() => list.push(heap.object('Guest').property('closed', true)));
    };
  };

  // push(), length and shift() in one function that names the list: the last few, or a queue.
  test('are a suspect where one function adds, measures and removes', async () => {
    expect(await verdictOf(dead(['d', 'push', 'length', 'shift']))).toMatchObject({
      verdict: 'suspect',
      label: 'Hub.d[]',
      against: expect.arrayContaining(['eviction-code']),
    });
  });

  test('are a leak where it only adds', async () => {
    expect(await verdictOf(dead(['d', 'push', 'length']))).toMatchObject({ verdict: 'leak', label: 'Hub.d[]' });
  });
});

describe('entries under the keys of open connections', () => {
  /** Rooms ──of──▶ Map: id ──▶ Set; Guest ──id──▶ the same id, with a socket that is open or not. */
  const rooms = (isOpen: boolean): Work => {
    let map: ReturnType<HeapBuilder['map']>;
    let guests: ReturnType<HeapBuilder['array']>;
    return (heap, round) => {
      if (round === 0) {
        map = heap.map();
        guests = heap.array();
        owned(heap, 'Rooms', 'of', map);
        owned(heap, 'Hall', 'g', guests);
      }
      repeat((index) => {
        const id = heap.allocate('string', `id ${round} ${index}`);
        map.entries.set(id, heap.set());
        const socket = heap.object('Socket').property('server', heap.object('Server'));
        socket.property('_handle', isOpen ? heap.handle('TCP', socket) : null);
        guests.push(
          heap.object('Guest').property('id', id).property('link', heap.object('Link').property('socket', socket)),
        );
      });
    };
  };
  const ofRooms = async (isOpen: boolean) =>
    (await findingsOf(rooms(isOpen))).find(({ brokenEdge }) => brokenEdge?.label === 'Rooms.of{}')?.verdict ?? 'none';

  test('go when the connections do', async () => {
    expect(['note', 'none']).toContain(await ofRooms(true));
  });

  test('should have gone when the connections are closed', async () => {
    expect(await ofRooms(false)).toBe('leak');
  });
});

describe('entries with the numbers of open connections', () => {
  const ROUNDS = 4;
  interface Hall {
    readonly isOpen: boolean;
    /** Whether the connection with a number, counted from the start of the series, was there before the series. */
    readonly isOld: (number: number) => boolean;
  }

  /** Locks ──held──▶ Map: a name ──▶ Held ──owner──▶ number ◀──id── Guest, with a socket that is open or not. */
  const locks = ({ isOpen, isOld }: Hall): Work => {
    let held: ReturnType<HeapBuilder['map']>;
    let guests: ReturnType<HeapBuilder['array']>;
    return (heap, round) => {
      const come = (id: number) => {
        const socket = heap.object('Socket');
        socket.property('_handle', isOpen ? heap.handle('TCP', socket) : null);
        const link = heap.object('Link').property('socket', socket);
        guests.push(heap.object('Guest').property('id', id).property('link', link));
      };
      if (round === 0) {
        held = heap.map();
        guests = heap.array();
        owned(heap, 'Locks', 'held', held);
        owned(heap, 'Hall', 'g', guests);
        for (let id = 0; id < ROUNDS * PER_ROUND; id += 1) if (isOld(id)) come(id);
      }
      repeat((index) => {
        const id = round * PER_ROUND + index;
        if (!isOld(id)) come(id);
        const lock = heap.object('Held').property('owner', id).property('depth', 1);
        held.entries.set(heap.allocate('string', `lock ${id}`), lock);
      });
    };
  };
  const ofLocks = async (hall: Hall) => {
    const finding = (await findingsOf(locks(hall))).find(({ brokenEdge }) => brokenEdge?.label === 'Locks.held{}');
    const against = finding?.evidence.against.find(({ code }) => code === 'keyed-by-living');
    return { verdict: finding?.verdict ?? 'none', against: against?.text };
  };
  const text = 'Their `owner` is what Guest.id of connections that are open refers to: they go when these do.';

  test('go when the connections do: a suspect, as the process decides when', async () => {
    expect(await ofLocks({ isOpen: true, isOld: () => false })).toEqual({ verdict: 'suspect', against: text });
  });

  test('so they do when some of these connections had been waiting for work', async () => {
    const hall = { isOpen: true, isOld: (id: number) => id % 3 === 0 };
    expect(await ofLocks(hall)).toEqual({ verdict: 'suspect', against: text });
  });

  test('should have gone when the connections are closed', async () => {
    expect(await ofLocks({ isOpen: false, isOld: () => false })).toEqual({ verdict: 'leak', against: undefined });
  });

  // A pool of connections 0 … 79, and anything else that is counted from 0.
  test('are nothing to connections that are all older: those have numbers as well', async () => {
    expect(await ofLocks({ isOpen: true, isOld: () => true })).toEqual({ verdict: 'leak', against: undefined });
  });
});

describe('what a pool books', () => {
  /** Pool ──conns──▶ Array of all, ──idle──▶ Array of those that are not lent. */
  const pool = (maximum: number, idle: boolean): Work => {
    let books: { all: ReturnType<HeapBuilder['array']>; idle: ReturnType<HeapBuilder['array']> };
    return (heap, round) => {
      if (round === 0) {
        books = { all: heap.array(), idle: heap.array() };
        const node = owned(heap, 'Pool', 'all', books.all).property('free', books.idle).property('max', maximum);
        node.property('n', 0);
      }
      repeat(() => {
        const connection = openConnection(heap);
        books.all.push(connection);
        if (idle) books.idle.push(connection);
      });
    };
  };

  test('as idle is in stock while there are no more than there may be', async () => {
    expect(await verdictOf(pool(200, true))).toMatchObject({ verdict: 'none' });
  });

  test('as lent is a leak when nobody holds it', async () => {
    expect(await verdictOf(pool(200, false))).toMatchObject({ verdict: 'leak', label: 'Pool.all[]' });
  });
});

describe('a list that is called `all`', () => {
  /** Connections that are open, in a list of an object that lends nothing. */
  const listed = (field: string, other: string | null): Work => {
    let list: ReturnType<HeapBuilder['array']>;
    return (heap, round) => {
      if (round === 0) {
        list = heap.array();
        const owner = owned(heap, 'Desk', field, list);
        if (other !== null) owner.property(other, heap.array([heap.object('Spare')]));
      }
      repeat(() => list.push(openConnection(heap)));
    };
  };

  test('is no book where nothing is lent: open connections in it are a suspect', async () => {
    const [finding] = await findingsOf(listed('all', null));
    expect(finding).toMatchObject({ kind: 'unbounded-collection', verdict: 'suspect' });
    expect(finding.headline).toContain('Remove a Connection from `Desk.all[]` when it is no longer needed');
  });

  test('is one beside a book of what is idle', async () => {
    const [finding] = await findingsOf(listed('all', 'idle'));
    expect(finding).toMatchObject({ kind: 'lease-never-released', verdict: 'leak' });
  });
});

describe('a pool for each request', () => {
  const connections = (heap: HeapBuilder, wrap: (pool: HeapNode) => HeapNode) => {
    const connection = openConnection(heap);
    const agent = heap.object('Agent').property('c', connection);
    connection.property('agent', agent);
    return wrap(agent);
  };
  const requests = (wrap: (heap: HeapBuilder, pool: HeapNode) => HeapNode): Work => {
    let list: ReturnType<HeapBuilder['array']>;
    return (heap, round) => {
      if (round === 0) {
        list = heap.array();
        owned(heap, 'Desk', 'm', list);
      }
      repeat(() => list.push(connections(heap, (pool) => wrap(heap, pool))));
    };
  };

  test('is a leak, whatever its connections do', async () => {
    expect(await verdictOf(requests((_, pool) => pool))).toMatchObject({ verdict: 'leak', label: 'Desk.m[]' });
    const inRecord = requests((heap, pool) => heap.object().property('p', pool));
    expect(await verdictOf(inRecord)).toMatchObject({ verdict: 'leak' });
  });

  test('that only comes along with an open answer is judged as what is open', async () => {
    const deep = requests((heap, pool) =>
      heap.object('Answer').property('q', heap.object('Question').property('a', pool)),
    );
    expect(await verdictOf(deep)).not.toMatchObject({ verdict: 'leak' });
  });
});
