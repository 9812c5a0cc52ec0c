import { describe, expect, test } from 'vitest';
import { DeathIndex } from '../../../src/analyzers/objects/deaths.js';
import { ProfiledClasses } from '../../../src/analyzers/objects/profiled-classes.js';
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
