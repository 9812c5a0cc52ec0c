import { describe, expect, it } from 'vitest';
import { findLimit } from '../../../../src/analyzers/evidence/finders/growth-limits.js';
import { findExpiry } from '../../../../src/analyzers/objects/expiry.js';
import { findLifeSign } from '../../../../src/analyzers/objects/life-signs.js';
import { HeapGraph } from '../../../../src/graph/heap-graph.js';
import { PathTree } from '../../../../src/graph/path-tree.js';
import { HeapBuilder, type HeapNode } from '../../../support/heap-dsl.js';

/** The limit of the Map in `Store.rows`, which lies in a global variable. */
async function limitOf(describeStore: (heap: HeapBuilder, store: HeapNode) => void, entries: number) {
  const heap = new HeapBuilder();
  const rows = heap.map();
  const store = heap.object('Store').property('rows', rows);
  heap.global.property('store', store);
  describeStore(heap, store);
  const graph = new HeapGraph(await heap.toColumns());
  return findLimit(graph, new PathTree(graph), graph.ordinalOf(rows.id), entries);
}

describe('the limit of a collection', () => {
  //   Store ──rows──▶ Map
  //     └─max──▶ 100
  it('is a number beside it that says so, and is not reached', async () => {
    const withMax = (_: HeapBuilder, store: HeapNode) => store.property('max', 100);
    expect(await limitOf(withMax, 60)).toEqual({ kind: 'entries', field: 'Store.max', value: 100 });
    expect(await limitOf(withMax, 160)).toBeNull();
  });

  //   Store ──rows──▶ Map
  //     └─options──▶ Object ──maxEntries──▶ 100
  it('may be among the options', async () => {
    const limit = await limitOf(
      (heap, store) => store.property('options', heap.object('Object').property('maxEntries', 100)),
      60,
    );
    expect(limit).toEqual({ kind: 'entries', field: 'Store.options.maxEntries', value: 100 });
  });

  it('may be called by what is done when it is reached', async () => {
    for (const name of ['compactAt', 'flushSize', 'spillThreshold'])
      expect(await limitOf((_, store) => store.property(name, 100), 60)).toMatchObject({ field: `Store.${name}` });
    expect(await limitOf((_, store) => store.property('compactedAt', 100), 60)).toBeNull();
  });

  it('is not a limit of something else', async () => {
    expect(await limitOf((_, store) => store.property('_maxListeners', 100), 60)).toBeNull();
    expect(await limitOf((_, store) => store.property('maxRetries', 100), 60)).toBeNull();
    expect(await limitOf((_, store) => store.property('count', 100), 60)).toBeNull();
  });

  it('is a time to live, however many there are', async () => {
    const limit = await limitOf((_, store) => store.property('ttlMs', 10), 600);
    expect(limit).toEqual({ kind: 'time', field: 'Store.ttlMs', value: 10 });
  });

  //   Quay ──max──▶ 100      rows: no book, while another field books what is idle
  //     ├─free──▶ Array
  //     └─rows──▶ Map
  it('of what may be lent is no limit of what else the same object keeps', async () => {
    const lends = (heap: HeapBuilder, store: HeapNode) =>
      store.property('max', 100).property('free', heap.array([heap.object('Boat')]));
    expect(await limitOf(lends, 60)).toBeNull();
    expect(await limitOf((heap, store) => lends(heap, store).property('maxRows', 500), 60)).toMatchObject({
      value: 500,
    });
  });

  //   Pool ──max──▶ 100
  //     └─store──▶ Store ──rows──▶ Map
  it('is not looked for beyond the object that owns the collection', async () => {
    const limit = await limitOf(
      (heap, store) => heap.global.property('store', heap.object('Pool').property('max', 100).property('store', store)),
      60,
    );
    expect(limit).toBeNull();
  });
});

/** An object with one field, and the graph it is in. */
async function objectWith(field: string, value: boolean | number | string | null) {
  const heap = new HeapBuilder();
  const node = heap.object('Row').property(field, value);
  heap.global.property('row', node);
  const graph = new HeapGraph(await heap.toColumns());
  return { graph, node: graph.ordinalOf(node.id) };
}

describe('what an entry says of itself', () => {
  it('when it goes, if that is a time', async () => {
    const timed = await objectWith('expiresAt', 1_900_000_000_000);
    expect(findExpiry(timed.graph, timed.node, null)).toMatchObject({ field: 'Row.expiresAt', overMs: null });
    expect(findExpiry(timed.graph, timed.node, 1_900_000_000_500)).toMatchObject({
      field: 'Row.expiresAt',
      overMs: 500,
    });
    const never = await objectWith('expiresAt', null);
    expect(findExpiry(never.graph, never.node, null)).toBeNull();
  });

  it.each([
    ['open', true, { kind: 'in-use', isState: false, field: 'Row.open = true', strength: 2 }],
    ['connected', true, { kind: 'in-use', isState: false, field: 'Row.connected = true', strength: 1 }],
    ['hasOpened', true, null],
    ['wasConnected', true, null],
    ['hasBeenClosed', false, null],
    ['state', 'connected', { kind: 'in-use', isState: true, field: "Row.state = 'connected'", strength: 2 }],
    ['closed', false, { kind: 'not-ended', isState: false, field: 'Row.closed = false', strength: 1 }],
    ['closed', true, null],
    ['open', false, null],
    ['done', false, null],
  ] as const)('that it lives: %s = %s', async (field, value, sign) => {
    const { graph, node } = await objectWith(field, value);
    expect(findLifeSign(graph, node)).toEqual(sign);
  });
});
