import { describe, expect, test } from 'vitest';
import type { HeapArray, HeapBuilder, HeapClass, HeapMap, HeapNode } from '../../support/heap-dsl.js';
import { openConnection } from '../pools/audit/audit-support.js';
import { FILE, findingsOf, owned, PER_ROUND, repeat, timer, verdictOf, type Work } from './verdict-support.js';

const PLACE = { file: FILE, line: 9, column: 1 };

/** Hub ──d──▶ Array ──▶ Row × 20 a round; `prepare` gets the Array and its owner, `leave` is what goes in a round. */
function listed({
  prepare = () => undefined,
  leave = () => undefined,
  room = 0,
  before = 0,
}: {
  readonly prepare?: (heap: HeapBuilder, hub: HeapNode, list: HeapArray) => void;
  readonly leave?: (list: HeapArray) => void;
  readonly room?: number;
  readonly before?: number;
} = {}): Work {
  let list: HeapArray;
  let hub: HeapNode;
  let row: HeapClass;
  return (heap, round) => {
    if (round === 0) {
      list = heap.array(new Array(room).fill(null));
      list.items.length = 0;
      row = heap.class('Row', { file: FILE, line: 3, column: 1 });
      hub = owned(heap, 'Hub', 'd', list);
      prepare(heap, hub, list);
      for (let index = 0; index < before; index += 1) list.push(heap.object(row, { size: 500 }));
    } else leave(list);
    repeat(() => list.push(heap.object(row, { size: 500 })));
  };
}

describe('a queue that is served', () => {
  test('loses its oldest in each round: a suspect, with how many', async () => {
    const [finding] = await findingsOf(listed({ before: 60, leave: ({ items }) => items.splice(0, 7) }));
    expect(finding.verdict).toBe('suspect');
    expect(finding.evidence.against.map(({ text }) => text)).toContain(
      'The oldest entries leave, 7, 7, 7 in rounds 1 to 3: this may be a queue that fills faster than it is served.',
    );
  });

  test('is none where what was under way in the first snapshot is gone in the second, and no more goes', async () => {
    let served = 0;
    const once = ({ items }: HeapArray) => {
      if (served === 0) items.splice(0, 7);
      served += 1;
    };
    expect(await verdictOf(listed({ before: 60, leave: once }))).toMatchObject({ verdict: 'leak', label: 'Hub.d[]' });
  });

  //   Hub ──d──▶ Array ──▶ numbers that have a node, each round more of them
  const stamps = (served: number): Work => {
    let list: HeapArray;
    return (heap, round) => {
      if (round === 0) {
        list = heap.array();
        owned(heap, 'Hub', 'd', list);
        repeat(() => list.push(heap.allocate('number', 'heap number')));
      } else list.items.splice(0, served);
      repeat(() => list.push(heap.allocate('number', 'heap number')));
    };
  };

  test('may hold numbers: these are distinguished by their own age', async () => {
    expect(await verdictOf(stamps(7))).toMatchObject({ verdict: 'suspect', against: ['oldest-leave'] });
    expect(await verdictOf(stamps(0))).toMatchObject({ verdict: 'leak' });
  });
});

describe('an array that was made of so many slots', () => {
  test('may be a ring: what fills it is a note', async () => {
    expect(await verdictOf(listed({ room: 500, before: 100 }))).toMatchObject({
      verdict: 'note',
      label: 'Hub.d[]',
      against: expect.arrayContaining(['had-room']),
    });
  });

  // V8 leaves a Map room for four times as many entries as it has: those that were there for a moment.
  test('is no Map, whose room tells nothing', async () => {
    let map: HeapMap;
    const work: Work = (heap, round) => {
      if (round === 0) {
        map = heap.map();
        owned(heap, 'Hub', 'd', map);
        for (const { name, to } of map.edges) if (name === 'table') to.size = 8000;
      }
      repeat((index) => map.entries.set(`k${round}-${index}`, heap.object('Row', { size: 500 })));
    };
    expect(await verdictOf(work)).toMatchObject({ verdict: 'leak', label: 'Hub.d{}' });
  });

  test('is not known by room that pushing made', async () => {
    expect(await verdictOf(listed({ before: 400 }))).toMatchObject({ verdict: 'leak' });
  });
});

describe('a number that says how much room there is', () => {
  //   Hub ──capacity──▶ 106: the slots of the store, which pushing made larger
  const withCapacity = (capacity: number) =>
    listed({ prepare: (_, hub) => hub.property('capacity', capacity).property('capacityMask', 255) });

  test('is no limit where the store has grown to it', async () => {
    // 20 entries at first have room for 46, and 60, two rounds later, for 106.
    expect(await verdictOf(withCapacity(106))).toMatchObject({ verdict: 'leak' });
  });

  test('is a limit where it says something else', async () => {
    expect(await verdictOf(withCapacity(107))).toMatchObject({ verdict: 'note' });
  });
});

describe('what a suspended function has in a variable', () => {
  //   Promise ──▶ reaction ──▶ closure ──▶ Generator of gather ──▶ registers ──0──▶ Array ──▶ Row × 20 a round
  const gathered = (isDead: boolean): Work => {
    let list: HeapArray;
    return (heap, round) => {
      if (round === 0) {
        list = heap.array();
        const gather = heap.closure('gather', { place: PLACE });
        const registers = heap.allocate('array', '').internal('0', list);
        const generator = heap
          .object('Generator')
          .internal('function', gather)
          .internal('parameters_and_registers', registers);
        const resume = heap.closure('', { context: heap.context().internal('extension', generator) });
        const reaction = heap.allocate('hidden', 'system / PromiseReaction').internal('fulfill_handler', resume);
        heap.global.property('gate', heap.promise().internal('reactions_or_result', reaction));
      }
      repeat(() => {
        const row = heap.object('Row', { size: 500 });
        list.push(isDead ? row.property('closed', true) : row);
      });
    };
  };

  test('is called by the function, and goes when it ends: a suspect', async () => {
    const found = await verdictOf(gathered(false));
    expect(found).toMatchObject({ verdict: 'suspect', label: 'gather → (local variable)[]' });
    expect(found.against).toContain('suspended-holder');
  });

  test('is a leak where it is dead', async () => {
    expect(await verdictOf(gathered(true))).toMatchObject({ verdict: 'leak', label: 'gather → (local variable)[]' });
  });
});

describe('what waits for a client to connect again', () => {
  //   Client ──outbox──▶ Array ──▶ Letter × 20 a round
  const outbox = (describe: (client: HeapNode, heap: HeapBuilder) => void): Work => {
    let list: HeapArray;
    return (heap, round) => {
      if (round === 0) {
        list = heap.array();
        describe(owned(heap, 'MailClient', 'outbox', list), heap);
      }
      repeat(() => list.push(heap.object('Letter', { size: 500 })));
    };
  };
  const retry = (heap: HeapBuilder, isOver: boolean) =>
    timer(heap, heap.closure('again', { place: PLACE, words: ['again'] }), 100, false).property('_destroyed', isOver);

  test.each([
    [
      'a timer that runs',
      (client: HeapNode, heap: HeapBuilder) => client.property('reconnectTimer', retry(heap, false)),
    ],
    ['a flag', (client: HeapNode) => client.property('reconnecting', true)],
    ['a state', (client: HeapNode) => client.property('status', 'reconnecting')],
  ])('is a suspect: %s says so', async (_, describe) => {
    expect(await verdictOf(outbox(describe))).toMatchObject({
      verdict: 'suspect',
      label: 'MailClient.outbox[]',
      against: expect.arrayContaining(['reconnecting']),
    });
  });

  test.each([
    [
      'a timer that has fired',
      (client: HeapNode, heap: HeapBuilder) => client.property('retryTimer', retry(heap, true)),
    ],
    ['an option', (client: HeapNode) => client.property('reconnect', true)],
    ['the state of one that is connected', (client: HeapNode) => client.property('status', 'ready')],
  ])('is a leak where only %s is there', async (_, describe) => {
    expect(await verdictOf(outbox(describe))).toMatchObject({ verdict: 'leak' });
  });
});

describe('connections that have lost their socket', () => {
  //   Hall ──g──▶ Array ──▶ Client × 20 a round ──stream──▶ Socket ──_handle──▶ null
  const clients = (describe: (client: HeapNode, heap: HeapBuilder) => void): Work => {
    let list: HeapArray;
    return (heap, round) => {
      if (round === 0) {
        list = heap.array();
        owned(heap, 'Hall', 'g', list);
      }
      repeat(() => {
        const client = heap.object('Client').property('stream', heap.object('Socket').property('_handle', null));
        describe(client, heap);
        list.push(client);
      });
    };
  };
  const deadOf = async (work: Work) => (await findingsOf(work))[0].dead;

  test('are dead, but not while they try again', async () => {
    expect(await deadOf(clients(() => undefined))).toBe(4 * PER_ROUND);
    expect(await deadOf(clients((client) => client.property('reconnecting', true)))).toBe(0);
  });
});

describe('leases with a timer each', () => {
  //   Pool ──condemned──▶ Array ──▶ Connection × 20 a round ◀── scope ◀── closure ◀── Timeout
  const condemned = (addTimer: (heap: HeapBuilder, pool: HeapNode, connection: HeapNode) => void): Work => {
    let list: HeapArray;
    let pool: HeapNode;
    return (heap, round) => {
      if (round === 0) {
        list = heap.array();
        pool = owned(heap, 'Pool', 'condemned', list).property('idle', heap.array([openConnection(heap)]));
      }
      repeat(() => {
        const connection = openConnection(heap);
        list.push(connection);
        addTimer(heap, pool, connection);
      });
    };
  };
  const oneShot = (file: string, seesPool = true) => {
    let shared: HeapNode | null = null;
    return condemned((heap, pool, connection) => {
      shared ??= heap.shared('').internal('script_or_debug_info', heap.script(file));
      const context = seesPool ? { pool, connection } : { connection };
      const place = { ...PLACE, file };
      const callback = heap.allocate('closure', '', { place }).internal('shared', shared);
      timer(heap, callback.internal('context', heap.context(context)), 600_000, false);
    });
  };

  test('may be given back by these: a suspect', async () => {
    expect(await verdictOf(oneShot(FILE))).toMatchObject({
      verdict: 'suspect',
      against: expect.arrayContaining(['cleanup-pending', 'timers-expire']),
    });
  });

  test('are a leak without, or with timers of Node.js alone', async () => {
    expect(await verdictOf(condemned(() => undefined))).toMatchObject({ verdict: 'leak' });
    expect(await verdictOf(oneShot('node:net'))).toMatchObject({ verdict: 'leak' });
  });

  test('are a leak where the timers see the connection alone, as those of its heartbeat do', async () => {
    expect(await verdictOf(oneShot(FILE, false))).toMatchObject({ verdict: 'leak' });
  });
});

describe('checkouts that wait', () => {
  /** Pool ──▶ used [Connection × 4], free [], queue [Ticket × 20 a round] */
  const queued = (describe: (connection: HeapNode, heap: HeapBuilder) => void, free = 0): Work => {
    let queue: HeapArray;
    return (heap, round) => {
      if (round === 0) {
        queue = heap.array();
        const out = [1, 2, 3, 4].map(() => openConnection(heap));
        for (const connection of out) describe(connection, heap);
        owned(heap, 'Pool', 'used', heap.set(out))
          .property('free', heap.array(Array.from({ length: free }, () => openConnection(heap))))
          .property('pendingQueue', queue);
      }
      repeat(() => queue.push(heap.object('Ticket', { size: 500 }).property('call', heap.closure('settle'))));
    };
  };
  const waiting = async (work: Work) => {
    const finding = (await findingsOf(work)).find(({ brokenEdge }) => brokenEdge?.label === 'Pool.pendingQueue[]');
    const why = finding?.evidence.against.find(({ code }) => code === 'pool-exhausted')?.text;
    return { verdict: finding?.verdict, why };
  };

  test('for a pool whose connections are all at work are load: a note', async () => {
    const atWork = (connection: HeapNode, heap: HeapBuilder) =>
      connection.property('activeQuery', heap.object('Query'));
    expect(await waiting(queued(atWork))).toEqual({
      verdict: 'note',
      why: 'They wait for `Pool`, which is exhausted: 4 Connection are leased and at work. Look at what holds them.',
    });
  });

  //   Connection ──of──▶ Session ──activeQuery──▶ Query, where the pool lends sessions of the program's own
  test('may be for what wraps a connection that is at work', async () => {
    const atWork = (connection: HeapNode, heap: HeapBuilder) =>
      connection.property('inner', heap.object('WireClient').property('activeQuery', heap.object('Query')));
    expect(await waiting(queued(atWork))).toMatchObject({ verdict: 'note' });
  });

  test('for one whose connections do nothing are a suspect: somebody may have forgotten these', async () => {
    expect(await waiting(queued(() => undefined))).toMatchObject({
      verdict: 'suspect',
      why: expect.stringContaining('4'),
    });
  });

  test('beside free connections are a leak', async () => {
    expect(await waiting(queued(() => undefined, 2))).toEqual({ verdict: 'leak', why: undefined });
  });
});

describe('what a place lists', () => {
  //   Hub ──d──▶ Array ──▶ Limiter × 20 a round ──lanes──▶ Array ──▶ Lane × 12
  test('speaks for its parts, however many they are', async () => {
    let list: HeapArray;
    const [finding] = await findingsOf((heap, round) => {
      if (round === 0) {
        list = heap.array();
        owned(heap, 'Hub', 'd', list);
      }
      repeat(() => {
        const lanes = Array.from({ length: 12 }, () => heap.object('Lane', { size: 64 }));
        list.push(heap.object('Limiter').property('lanes', heap.array(lanes)));
      });
    });
    expect(finding.headline).toContain(`frees ${3 * PER_ROUND} of ${3 * PER_ROUND} Limiter`);
  });
});
