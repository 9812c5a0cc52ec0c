import { describe, expect, test } from 'vitest';
import type { HeapBuilder, HeapNode } from '../../support/heap-dsl.js';
import { openConnection } from '../pools/audit/audit-support.js';
import { FILE, findingsOf, owned, PER_ROUND, repeat, timer, verdictOf, type Work } from './verdict-support.js';

describe('dead objects that are kept on purpose', () => {
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

describe('dead objects of owners that a warm-up left as well', () => {
  //   Hub ──d──▶ Array ──▶ Call ──channel──▶ Channel (closed) × 20 a round, three rounds of them before the series
  test('are the matter of what lists the owners', async () => {
    let list: ReturnType<HeapBuilder['array']>;
    const findings = await findingsOf((heap, round) => {
      if (round === 0) {
        list = heap.array();
        owned(heap, 'Hub', 'd', list);
      }
      for (let times = round === 0 ? 3 : 1; times > 0; times -= 1)
        repeat(() =>
          list.push(heap.object('Call').property('channel', heap.object('Channel').property('closed', true))),
        );
    });
    expect(findings.map(({ verdict, brokenEdge }) => [verdict, brokenEdge?.label])).toEqual([['leak', 'Hub.d[]']]);
  });
});

describe('dead objects of owners about which no leak is found', () => {
  //   Hub ──recent──▶ Array ──▶ Call (alive) ──channel──▶ Channel (closed): a name that means a few, and a limit or none
  test.each([
    [100_000, 'note'],
    [null, 'suspect'],
  ])('speak for themselves: a limit of %s', async (max, ofOwners) => {
    let list: ReturnType<HeapBuilder['array']>;
    const findings = await findingsOf((heap, round) => {
      if (round === 0) {
        list = heap.array();
        owned(heap, 'Hub', 'recent', list).property('max', max);
      }
      for (let times = round === 0 ? 3 : 1; times > 0; times -= 1)
        repeat(() =>
          list.push(heap.object('Call').property('channel', heap.object('Channel').property('closed', true))),
        );
    });
    const told = findings.map(({ verdict, brokenEdge }) => [verdict, brokenEdge?.label]);
    expect(told).toEqual([
      ['leak', 'Call.channel'],
      [ofOwners, 'Hub.recent[]'],
    ]);
  });
});

describe('a chain that hangs in a small array', () => {
  //   Hub ──heads──▶ Array of 5 ──[0]──▶ Guest (closed) ──after──▶ Guest (closed) ──▶ …
  test('has not levelled off because the array has', async () => {
    let heads: ReturnType<HeapBuilder['array']>;
    const work: Work = (heap, round) => {
      if (round === 0) {
        heads = heap.array([1, 2, 3, 4, 5].map(() => heap.object('Guest').property('closed', true)));
        owned(heap, 'Hub', 'heads', heads);
      }
      repeat(() => {
        heads.items[0] = heap.object('Guest').property('closed', true).property('after', heads.items[0]);
      });
    };
    expect(await verdictOf(work)).toMatchObject({ verdict: 'leak' });
  });
});

describe('a promise that is settled', () => {
  //   Hub ──locks──▶ Map ──▶ Promise ──reactions_or_result──▶ Guest (closed)
  test('holds its value, and nothing waits for it', async () => {
    let locks: ReturnType<HeapBuilder['map']>;
    const work: Work = (heap, round) => {
      if (round === 0) {
        locks = heap.map();
        owned(heap, 'Hub', 'locks', locks);
      }
      repeat((index) =>
        locks.entries.set(`${round} ${index}`, heap.promise(heap.object('Guest').property('closed', true))),
      );
    };
    const [finding] = await findingsOf(work);
    expect([finding.kind, finding.brokenEdge?.label]).toEqual(['unbounded-collection', 'Hub.locks{}']);
  });
});

describe('dead objects that a timer each holds', () => {
  //   Timeout × 20 a round ──▶ closure ──context──▶ Guest (closed)
  const held = (ms: number): Work => {
    return (heap) =>
      repeat(() => {
        const guest = heap.object('Guest').property('closed', true);
        timer(heap, heap.closure('', { place: { file: FILE, line: 7, column: 1 }, context: { guest } }), ms, false);
      });
  };

  test('are gone before long, or a day later', async () => {
    expect(await verdictOf(held(30_000))).toMatchObject({ verdict: 'suspect' });
    expect(await verdictOf(held(86_400_000))).toMatchObject({ verdict: 'leak' });
  });
});

describe('a field that is called the last of something', () => {
  //   Hub ──lastError──▶ Fault ──cause──▶ Fault ──cause──▶ …, each with a closed Wire; 20 a round
  const faults = (isChain: boolean): Work => {
    let hub: HeapNode;
    let last: HeapNode | null = null;
    return (heap, round) => {
      if (round === 0) hub = owned(heap, 'Hub', 'n', 1);
      repeat(() => {
        const fault = heap.object('Fault').property('wire', heap.object('Wire').property('closed', true));
        if (isChain) fault.property('cause', last);
        last = fault;
        hub.property('lastError', fault);
      });
    };
  };

  test('keeps one, but not the chain that this one drags along', async () => {
    expect(await verdictOf(faults(true))).toMatchObject({ verdict: 'leak', label: 'Hub.lastError' });
    expect(await verdictOf(faults(false))).toMatchObject({ verdict: 'none' });
  });

  //   Hub ──history──▶ Array ──▶ Guest (closed) × 20 a round
  test('makes a straight line of dead objects in a list a suspect', async () => {
    let list: ReturnType<HeapBuilder['array']>;
    const work: Work = (heap, round) => {
      if (round === 0) {
        list = heap.array();
        owned(heap, 'Hub', 'history', list);
      }
      repeat(() => list.push(heap.object('Guest').property('closed', true)));
    };
    expect(await verdictOf(work)).toMatchObject({ verdict: 'suspect', label: 'Hub.history[]' });
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
  const text = 'Their `owner` is also held by Guest.id of open connections: they may be removed when those close.';

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

  test('as leased is a leak when nothing holds it', async () => {
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

  test('is no book where nothing is leased: open connections in it are a suspect', async () => {
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
