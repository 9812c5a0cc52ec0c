import { describe, expect, test } from 'vitest';
import { DeathIndex } from '../../../src/analyzers/objects/deaths.js';
import { ProfiledClasses } from '../../../src/analyzers/objects/profiled-classes.js';
import { BUILTIN_PROFILES } from '../../../src/profiles/builtin-profiles.js';
import { graphOf } from '../../graph/graph-of.js';
import { HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';

async function isDead(heap: HeapBuilder, node: HeapNode): Promise<boolean> {
  heap.global.property('it', node);
  const { graph, at } = await graphOf(heap);
  return new DeathIndex(graph, new ProfiledClasses(graph, [])).isDead(at(node));
}

// Connection ─_ending▶ true
//     └─stream▶ Socket ─_handle▶ TCP, or null
describe('a connection that says it is ending', () => {
  test('is not dead while its socket is open', async () => {
    const heap = new HeapBuilder();
    const socket = heap.object('Socket').property('_handle', heap.object('TCP'));
    const connection = heap.object('Connection').properties({ _ending: true, stream: socket });
    expect(await isDead(heap, connection)).toBe(false);
  });

  test('is not dead while its socket is open, where the handle is kept by a symbol', async () => {
    const heap = new HeapBuilder();
    const socket = heap.object('Socket').symbol('kHandle', heap.object('TCP'));
    const connection = heap.object('Connection').properties({ _ending: true, stream: socket });
    expect(await isDead(heap, connection)).toBe(false);
  });

  test('is dead when its socket is closed', async () => {
    const heap = new HeapBuilder();
    const socket = heap.object('Socket').property('_handle', null);
    const connection = heap.object('Connection').properties({ _ending: true, stream: socket });
    expect(await isDead(heap, connection)).toBe(true);
  });

  test('is dead when it shows no socket', async () => {
    const heap = new HeapBuilder();
    expect(await isDead(heap, heap.object('Connection').property('_ending', true))).toBe(true);
  });

  test('is dead when it has ended as well', async () => {
    const heap = new HeapBuilder();
    const socket = heap.object('Socket').property('_handle', heap.object('TCP'));
    const connection = heap.object('Connection').properties({ _ending: true, _ended: true, stream: socket });
    expect(await isDead(heap, connection)).toBe(true);
  });
});

//   Guest ──closed──▶ true
describe('a field', () => {
  test.each([
    ['closed', true],
    ['isClosed', true],
    ['closeCalled', true],
    ['_destroyCalled', true],
    ['wasCloseCalled', true],
    ['calledClose', true],
    ['finished', true],
    ['released', true],
    ['wasDestroyed', true],
    ['open', false],
    ['closedAt', 1_800_000_000_000],
    ['released_at', 12.5],
    ['state', 'shutdown'],
  ] as const)('says that an object is dead: %s = %s', async (field, value) => {
    const heap = new HeapBuilder();
    expect(await isDead(heap, heap.object('Guest').property(field, value))).toBe(true);
  });

  test.each([
    ['hasOpened', false],
    ['wasOpen', false],
    ['everOpened', false],
    ['hasBeenClosed', true],
    ['wasClosed', true],
    ['everClosed', true],
    ['didClose', true],
    ['closedOnce', true],
    ['closeCalled', false],
    ['closedAt', 0],
    ['closedAt', null],
    ['lastClosedAt', 1_800_000_000_000],
    ['willCloseAt', 1_800_000_000_000],
  ] as const)('says nothing of now: %s = %s', async (field, value) => {
    const heap = new HeapBuilder();
    expect(await isDead(heap, heap.object('Guest').property(field, value))).toBe(false);
  });
});

//   Guest ──released──▶ true
//     └───stream──▶ Socket ──_handle──▶ TCP
describe('an object that says it was released', () => {
  test('is at rest where it has a socket: a pool lends it again', async () => {
    const heap = new HeapBuilder();
    const socket = heap.object('Socket').property('_handle', heap.object('TCP'));
    expect(await isDead(heap, heap.object('Guest').properties({ _released: true, stream: socket }))).toBe(false);
  });

  test('is at rest where a profile says that a pool lends it', async () => {
    const heap = new HeapBuilder();
    const fields = Object.fromEntries(
      ['_paused_packets', '_commands', '_handshakePacket', '_pool', 'stream'].map((name) => [name, heap.object()]),
    );
    const connection = heap.object('PoolConnection').properties({ ...fields, _released: true });
    heap.global.property('it', connection);
    const { graph, at } = await graphOf(heap);
    expect(new DeathIndex(graph, new ProfiledClasses(graph, BUILTIN_PROFILES)).isDead(at(connection))).toBe(false);
  });
});

describe('a time at which an object closed', () => {
  const closing = (opened: number) => ({ closedAt: 1_800_000_000_000, connectedAt: opened });

  test('is a Date as well', async () => {
    const heap = new HeapBuilder();
    expect(await isDead(heap, heap.object('Guest').property('closedAt', heap.object('Date')))).toBe(true);
  });

  test('is of the past where the object was opened again, a second later or more', async () => {
    const heap = new HeapBuilder();
    expect(await isDead(heap, heap.object('Guest').properties(closing(1_800_000_001_001)))).toBe(false);
    const other = new HeapBuilder();
    expect(await isDead(other, other.object('Guest').properties(closing(1_800_000_001_000)))).toBe(true);
  });

  test('proves nothing where numbers were not captured: it may be 0', async () => {
    const heap = new HeapBuilder({ captureNumbers: false });
    expect(await isDead(heap, heap.object('Guest').property('closedAt', 1_800_000_000_000.5))).toBe(false);
  });
});

//   Guest ──closing──▶ true, and ──open──▶ true
describe('fields that contradict one another', () => {
  test.each([
    ['what cannot be undone, and what is', { destroyed: true, open: true }, true],
    ['a state, and a flag', { state: 'closed', open: true }, true],
    ['an end, and a beginning that nobody took back', { closed: true, connected: true }, true],
    ['an end, and what is', { closed: true, active: true }, true],
    ['an end that has begun, and a beginning', { closeCalled: true, connected: true }, true],
    ['an end that has begun, and what is', { closing: true, open: true }, false],
    ['an end that has begun, and a state', { closeCalled: true, state: 'connected' }, false],
    ['an end that has begun, and what was', { closeCalled: true, hasOpened: true }, true],
  ])('are weighed: %s', async (_, fields, expected) => {
    const heap = new HeapBuilder();
    expect(await isDead(heap, heap.object('Guest').properties(fields))).toBe(expected);
  });
});

//   Guest ──state──▶ 4        Guest.prototype ──constructor──▶ Guest() ──States──▶ { IDLE: 0, OPEN: 1, SHUTDOWN: 4 }
describe('a number that a state has', () => {
  const STATES = { IDLE: 0, OPEN: 1, SHUTDOWN: 4 };
  const REVERSE = { IDLE: 0, OPEN: 1, SHUTDOWN: 4, READY: 3 };

  async function reasonOf(
    heap: HeapBuilder,
    fields: Record<string, number>,
    name: (ofClass: ReturnType<HeapBuilder['class']>, guest: HeapNode) => void,
  ): Promise<string | null> {
    const ofClass = heap.class('Guest', { file: '/srv/guest.js', line: 1, column: 1 });
    const guest = heap.object(ofClass).properties(fields);
    name(ofClass, guest);
    heap.global.property('it', guest);
    const { graph, at } = await graphOf(heap);
    const reason = new DeathIndex(graph, new ProfiledClasses(graph, [])).reason(at(guest));
    return reason === null ? null : `${reason.field} = ${reason.value}`;
  }

  const table = (heap: HeapBuilder, names: Record<string, number>) => heap.object('Object').properties(names);

  test('means an end where a table beside the class says so', async () => {
    const heap = new HeapBuilder();
    const said = await reasonOf(heap, { state: 4 }, ({ constructorFunction }) =>
      constructorFunction.property('States', table(heap, STATES)),
    );
    expect(said).toBe('Guest.state = 4 (SHUTDOWN)');
  });

  test('means none where it says something else, though the number is the same', async () => {
    const heap = new HeapBuilder();
    const said = await reasonOf(heap, { state: 4 }, ({ constructorFunction }) =>
      constructorFunction.property('States', table(heap, { SHUTDOWN: 0, OPEN: 1, READY: 4 })),
    );
    expect(said).toBeNull();
  });

  test('means none where two tables disagree', async () => {
    const heap = new HeapBuilder();
    const said = await reasonOf(heap, { state: 4 }, ({ constructorFunction }) =>
      constructorFunction
        .property('States', table(heap, STATES))
        .property('ReadyStates', table(heap, { NEW: 0, OPEN: 1, READY: 4 }).property('state', 3)),
    );
    expect(said).toBeNull();
  });

  test('means none by a table that is called otherwise', async () => {
    const heap = new HeapBuilder();
    const said = await reasonOf(heap, { state: 4 }, ({ constructorFunction }) =>
      constructorFunction.property('Commands', table(heap, STATES)),
    );
    expect(said).toBeNull();
  });

  test('is named by the constants of the class', async () => {
    const heap = new HeapBuilder();
    const said = await reasonOf(heap, { state: 4 }, ({ constructorFunction }) =>
      constructorFunction.properties(REVERSE),
    );
    expect(said).toBe('Guest.state = 4 (SHUTDOWN)');
  });

  test('is named by a list, and by a table of the object itself', async () => {
    const heap = new HeapBuilder();
    const said = await reasonOf(heap, { status: 2 }, (_, guest) =>
      guest.property('statuses', heap.array(['new', 'open', 'closed'])),
    );
    expect(said).toBe('Guest.status = 2 (closed)');
  });

  test('is named by a module that the code of the class imports', async () => {
    const heap = new HeapBuilder();
    const said = await reasonOf(heap, { connectivityState: 4 }, ({ constructorFunction }) =>
      constructorFunction.internal(
        'context',
        heap.context({ states_1: heap.object('Object').property('ConnectivityState', table(heap, STATES)) }),
      ),
    );
    expect(said).toBe('Guest.connectivityState = 4 (SHUTDOWN)');
  });

  test('does not mean an end by a name that is also given before the beginning', async () => {
    const heap = new HeapBuilder();
    const said = await reasonOf(heap, { state: 0 }, ({ constructorFunction }) =>
      constructorFunction.property('States', table(heap, { DISCONNECTED: 0, CONNECTED: 1, CONNECTING: 2 })),
    );
    expect(said).toBeNull();
  });

  test('of a readyState is 3 for what is closed, but where the program says otherwise', async () => {
    const heap = new HeapBuilder();
    expect(await reasonOf(heap, { readyState: 3 }, () => undefined)).toBe('Guest.readyState = 3');
    const other = new HeapBuilder();
    const said = await reasonOf(other, { readyState: 3 }, (_, guest) =>
      guest.property('states', table(other, { connected: 1, connecting: 2, disconnecting: 3 })),
    );
    expect(said).toBeNull();
  });
});
