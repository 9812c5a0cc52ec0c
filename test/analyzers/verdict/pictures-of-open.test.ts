import { describe, expect, test } from 'vitest';
import type { HeapArray, HeapBuilder, HeapNode } from '../../support/heap-dsl.js';
import { openConnection } from '../pools/audit/audit-support.js';
import { fill, said, seen } from './picture-support.js';
import { FILE, owned, PER_ROUND, type Work } from './verdict-support.js';

interface Traits {
  readonly owner?: string;
  readonly field?: string;
  readonly isPool?: boolean;
  readonly describe?: (connection: HeapNode, heap: HeapBuilder, index: number) => void;
  readonly prepare?: (heap: HeapBuilder, owner: HeapNode) => void;
  readonly isOpen?: (index: number) => boolean;
}

/** Desk ──lines──▶ Array ──▶ Connection ──stream──▶ Socket ──_handle──▶ TCP × births of each round */
function open(
  births: readonly number[],
  { owner = 'Desk', field = 'lines', describe: tell, prepare, isOpen = () => true }: Traits = {},
): Work {
  let list: HeapArray;
  return (heap, round) => {
    if (round === 0) {
      list = heap.array();
      const node = owned(heap, owner, field, list);
      prepare?.(heap, node);
    }
    fill(births[round] ?? 0, (index) => {
      const connection = isOpen(index)
        ? openConnection(heap)
        : heap.object('Connection').property('stream', null).property('_closing', false);
      tell?.(connection, heap, index);
      list.push(connection);
    });
  };
}
const PLACE = { file: FILE, line: 9, column: 1 };
const EACH = [20, 20, 20, 20];
const inbound = (share: number) => (connection: HeapNode, heap: HeapBuilder, index: number) => {
  const socket = connection.get('stream') as HeapNode;
  if (index < 20 * share) socket.property('server', heap.object('Server'));
};
const busy = (share: number) => (connection: HeapNode, heap: HeapBuilder, index: number) => {
  if (index < 20 * share) connection.property('activeQuery', heap.object('Query'));
};
const free = (heap: HeapBuilder, pool: HeapNode) => pool.property('free', heap.array([openConnection(heap)]));
const task = (connection: HeapNode, heap: HeapBuilder) => {
  heap.global.property(`task${connection.id}`, heap.object('Task').property('line', connection));
};
/** Half of what each round left, and one fewer. */
const HALF = 10 / PER_ROUND;
const FEWER = 9 / PER_ROUND;

//   Desk ──lines──▶ Array ──▶ Connection ──stream──▶ Socket ──_handle──▶ TCP × 20 a round
describe('open connections in a list', () => {
  const of = (traits: Traits, births: readonly number[] = EACH) =>
    said(open(births, traits), 'Desk.lines[]', births.length);

  test('are a suspect: the list may be their user', async () => {
    expect(await of({})).toBe('suspect unbounded-collection: no-death, has-holder, open-handle');
  });

  test('are judged as open where half of them are', async () => {
    expect(await of({ isOpen: (index) => index < 10 })).toBe(
      'suspect unbounded-collection: no-death, has-holder, open-handle',
    );
  });

  test('are judged as what grows where fewer are open', async () => {
    expect(await of({ isOpen: (index) => index < 9 })).toBe(
      'suspect unbounded-collection: no-death, open-handle, says-it-lives',
    );
  });

  test('are a note where a server accepted half of them', async () => {
    const codes = 'no-death, has-holder, open-handle';
    expect(await of({ describe: inbound(HALF) })).toBe(`note unbounded-collection: ${codes}, inbound`);
    expect(await of({ describe: inbound(FEWER) })).toBe(`suspect unbounded-collection: ${codes}`);
  });

  //   Connection ──client──▶ Socket ──server──▶ Server, ──_handle──▶ null: whose request is over
  test('are no excuse of their own where what a server accepted is closed', async () => {
    const gateway = (isClosed: boolean) => (connection: HeapNode, heap: HeapBuilder) => {
      const client = heap.object('Socket').property('server', heap.object('Server'));
      connection.property('request', heap.object('Request').property('client', client));
      if (isClosed) client.property('_handle', null);
      connection.property('stream', heap.object('Carrier').property('inner', connection.get('stream') as HeapNode));
    };
    const codes = 'no-death, has-holder';
    expect(await of({ describe: gateway(true) })).toBe(`suspect unbounded-collection: ${codes}`);
    expect(await of({ describe: gateway(false) })).toBe(`note unbounded-collection: ${codes}, open-handle, inbound`);
  });

  test('are a note where half of them are at work', async () => {
    const codes = 'no-death, has-holder, open-handle';
    expect(await of({ describe: busy(HALF) })).toBe(`note unbounded-collection: ${codes}, busy`);
    expect(await of({ describe: busy(FEWER) })).toBe(`suspect unbounded-collection: ${codes}`);
  });

  //   Connection ──refs──▶ 2, where the list is its only holder
  test('are a leak where they count a holder that is not there', async () => {
    expect(await of({ describe: (connection) => connection.property('refs', 2) })).toBe(
      'leak refcount-imbalance: no-death, open-handle',
    );
  });
});

//   Pool ──lines──▶ Array ──▶ Connection × 20 a round, ──free──▶ Array ──▶ Connection: what is not free is lent
describe('open connections in a book', () => {
  const of = (traits: Traits, births: readonly number[] = EACH) =>
    said(open(births, { owner: 'Pool', prepare: free, ...traits }), 'Pool.lines[]', births.length);
  const codes = 'no-death, open-handle';

  test('are a leak where nothing holds them', async () => {
    const { verdict, for: proofs } = await seen(open(EACH, { owner: 'Pool', prepare: free }), 'Pool.lines[]');
    expect({ verdict, proofs }).toEqual({ verdict: 'leak', proofs: ['steady-growth', 'no-holder'] });
  });

  test('are a suspect before the third round', async () => {
    expect(await of({}, [20, 20, 20])).toBe('suspect lease-never-released: no-death, short-series, open-handle');
    expect(await of({}, [20, 20])).toBe('suspect lease-never-released: no-death, short-series, open-handle');
  });

  test('are a note where half of them are at work', async () => {
    expect(await of({ describe: busy(HALF) })).toBe(`note lease-never-released: ${codes}, busy`);
    expect(await of({ describe: busy(FEWER) })).toBe(`leak lease-never-released: ${codes}`);
  });

  test('are a note where a server accepted half of them', async () => {
    expect(await of({ describe: inbound(HALF) })).toBe(`note lease-never-released: ${codes}, inbound`);
    expect(await of({ describe: inbound(FEWER) })).toBe(`leak lease-never-released: ${codes}`);
  });

  //   global ──▶ Task ──line──▶ Connection
  test('are a note where a task has each', async () => {
    expect(await of({ describe: task })).toBe(
      'note lease-never-released: no-death, has-holder, open-handle, not-all-freed',
    );
  });

  //   global ──▶ Task ──line──▶ Connection ──stream──▶ null
  test('are a note where a task has each and they have no socket', async () => {
    const traits = { isOpen: () => false, describe: task };
    expect(await of(traits)).toBe('note lease-never-released: no-death, has-holder, not-all-freed');
  });

  //   global ──▶ Task ──line──▶ Connection (closed)
  test('are a leak where a task has each and they are dead', async () => {
    const traits: Traits = {
      isOpen: () => false,
      describe: (connection, heap) => task(connection.property('closed', true), heap),
    };
    expect(await of(traits)).toBe('leak ledger-entry-kept: has-holder');
  });

  //   Pool ──used──▶ Array ──▶ Connection ──reply──▶ Generator of fetch ──registers──▶ the same Connection × 20, 10 of 20 a round
  const fetched = (count: number, isOpen: boolean): Traits => ({
    field: 'used',
    isOpen: () => isOpen,
    describe: (connection, heap, index) => {
      if (index >= count) return;
      const generator = heap.object('Generator').internal('function', heap.closure('fetch', { place: PLACE }));
      const registers = heap.allocate('array', '').internal('0', connection);
      connection.property('reply', generator.internal('parameters_and_registers', registers));
    },
  });
  const ofUsed = (traits: Traits) => said(open(EACH, { owner: 'Pool', prepare: free, ...traits }), 'Pool.used[]');

  test('are a note where a suspended function has most of them', async () => {
    expect(await ofUsed(fetched(20, true))).toBe('note lease-never-released: no-death, has-user, open-handle');
    expect(await ofUsed(fetched(10, true))).toBe('leak lease-never-released: no-death, open-handle');
  });

  test('are a note where it has most of them and they have no socket', async () => {
    expect(await ofUsed(fetched(20, false))).toBe('note lease-never-released: no-death, has-user');
    expect(await ofUsed(fetched(10, false))).toBe('leak lease-never-released: no-death');
  });
});

describe('connections that only their own handles keep', () => {
  //   root ──▶ TCP ──owner──▶ Socket ──onclose──▶ closure ──▶ Connection × 20 a round
  const alone =
    (share: number): Work =>
    (heap) =>
      fill(PER_ROUND, (index) => inbound(share)(openConnection(heap), heap, index));

  test('are a leak where this process opened half of them', async () => {
    const { verdict, kind, for: proofs } = await seen(alone(HALF), 'open handle (TCP)');
    expect({ verdict, kind }).toEqual({ verdict: 'note', kind: 'growing-class' });
    expect(proofs).toContain('handle-only');
  });

  test('are peers that are connected where a server accepted more', async () => {
    expect(await said(alone(HALF + 1 / PER_ROUND), 'open handle (TCP)')).toBe('silent: just-connected');
  });
});
