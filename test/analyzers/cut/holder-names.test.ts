import { describe, expect, it } from 'vitest';
import { countReferences, nameHolder } from '../../../src/analyzers/cut/holder-names.js';
import { viewHeap } from '../../../src/analyzers/objects/heap-view.js';
import type { Holder } from '../../../src/findings/report-schema.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';

const APP = { file: '/srv/app.js', line: 41 };

/** Names what holds `held`, by the last reference of its shortest path. */
async function holderOf(heap: HeapBuilder, held: HeapNode): Promise<Holder> {
  const view = viewHeap(new HeapGraph(await heap.toColumns()), []);
  const edge = view.tree.parentEdge(view.graph.ordinalOf(held.id));
  const label = { ...view.labels.label(edge, view.graph.source(edge)), id: 0, innerEdges: 0, boundaryEdges: [] };
  return nameHolder(view, { label, edges: [edge], parts: 1 }, null);
}

describe('holders by name', () => {
  //   Timeout ─_onTimeout─▶ beat() ──▶ variable conn ──▶ Connection
  it('a timer, with the place of its callback', async () => {
    const heap = new HeapBuilder();
    const conn = heap.object('Connection');
    heap.timeout(heap.closure('beat', { place: APP, context: { conn } }), 1000).property('_repeat', 1000);
    expect(await holderOf(heap, conn)).toMatchObject({
      kind: 'timer',
      label: 'setInterval(beat)',
      source: { file: '/srv/app.js', line: 42 },
    });
  });

  //   Bus ─_events─▶ Object ─message─▶ [ onMessage() ──▶ variable ws ──▶ WebSocket ]
  it('a listener, with emitter, event and place', async () => {
    const heap = new HeapBuilder();
    const ws = heap.object('WebSocket');
    const onMessage = heap.closure('onMessage', { place: APP, context: { ws } });
    const events = heap.object().property('message', heap.array([onMessage]));
    heap.global.property('bus', heap.object('Bus').property('_events', events));
    expect(await holderOf(heap, ws)).toMatchObject({
      kind: 'listener',
      label: "Bus 'message' listener: onMessage()",
      source: { file: '/srv/app.js', line: 42 },
    });
  });

  //   Bus ─_events─▶ Object ─message─▶ [ bound onceWrapper() ─listener─▶ onMessage() ──▶ variable ws ──▶ WebSocket ]
  it('a listener that once wraps, by its own name and place', async () => {
    const heap = new HeapBuilder();
    const ws = heap.object('WebSocket');
    const onMessage = heap.closure('onMessage', { place: APP, context: { ws } });
    const state = heap.object().property('listener', onMessage);
    const wrapper = heap.bound(heap.closure('onceWrapper', { place: { file: 'node:events', line: 9 } }), state);
    state.property('wrapFn', wrapper);
    const events = heap.object().property('message', heap.array([wrapper]));
    heap.global.property('bus', heap.object('Bus').property('_events', events));
    expect(await holderOf(heap, onMessage)).toMatchObject({
      kind: 'listener',
      label: "Bus 'message' listener: onMessage()",
      source: { file: '/srv/app.js', line: 42 },
    });
  });

  //   Bus ─_events─▶ Object ─message─▶ [ bound() of node:async_hooks ──▶ variable fn ──▶ onMessage() ]
  it.each([
    ['the only function of the program that a wrapper of Node.js sees', ['onMessage'], 42],
    ['the wrapper where it sees several', ['onMessage', 'onDone'], 8],
  ])('%s', async (_, names, line) => {
    const heap = new HeapBuilder();
    const seen = names.map((name) => [name, heap.closure(name, { place: APP })] as const);
    const wrapper = heap.closure('bound', {
      place: { file: 'node:hooks', line: 7 },
      context: Object.fromEntries(seen),
    });
    const events = heap.object().property('message', heap.array([wrapper]));
    heap.global.property('bus', heap.object('Bus').property('_events', events));
    expect(await holderOf(heap, wrapper)).toMatchObject({ kind: 'listener', source: { line } });
  });

  //   Signal ─kEvents─▶ Map { 'abort' → { next: Listener ─next─▶ Listener ─listener─▶ cancel() } }
  it.each([
    ['a function', (heap: HeapBuilder) => heap.closure('cancel', { place: APP }), "Signal 'abort' listener: cancel()"],
    ['an object', (heap: HeapBuilder) => heap.object('Canceler'), "Signal 'abort' listener: Canceler"],
  ])('a listener to an event of an EventTarget: %s', async (_, make, label) => {
    const heap = new HeapBuilder();
    const second = heap.object('Listener').property('listener', make(heap));
    const first = heap.object('Listener').property('next', second).property('listener', heap.closure('other'));
    const events = heap.map([['abort', heap.object().property('next', first)]]);
    heap.global.property('signal', heap.object('Signal').symbol('kEvents', events));
    expect(await holderOf(heap, second)).toMatchObject({ kind: 'listener', label });
  });

  //   Timeout ─<symbol kResourceStore>─▶ UnitOfWork
  it('the store of an AsyncLocalStorage, with what carries it', async () => {
    const heap = new HeapBuilder();
    const store = heap.object('UnitOfWork');
    heap
      .timeout(heap.closure('flush', { place: APP }), 5000)
      .property('_repeat', 5000)
      .symbol('kResourceStore', store);
    expect(await holderOf(heap, store)).toMatchObject({
      kind: 'async-context',
      label: 'AsyncLocalStorage store of setInterval(flush)',
      source: { line: 42 },
    });
  });

  //   Gate ─ready─▶ Promise ─▶ PromiseReaction ─▶ handler ─▶ Context ─extension─▶ Generator ─▶ variable conn
  //                                                                                 └─function─▶ adjust()
  it('a pending promise, with the async function that waits', async () => {
    const heap = new HeapBuilder();
    const conn = heap.object('Connection');
    const adjust = heap.closure('adjust', { place: APP });
    const registers = heap.allocate('array', '').internal('0', conn);
    const generator = heap
      .object('Generator')
      .internal('function', adjust)
      .internal('parameters_and_registers', registers);
    const handler = heap.closure('', { context: heap.context().internal('extension', generator) });
    const reaction = heap.allocate('hidden', 'system / PromiseReaction').internal('fulfill_handler', handler);
    heap.global.property('gate', heap.object('Gate').property('ready', heap.promise(reaction)));
    const holder = await holderOf(heap, conn);
    expect(holder).toMatchObject({ kind: 'promise', source: { file: '/srv/app.js', line: 42 } });
    expect(holder.label).toContain('Gate.ready');
    expect(holder.label).toContain('awaited by adjust()');
  });

  //   globalThis ─handle─▶ handle() ─▶ Context (conn) ─previous─▶ Context of the file
  it('a variable of a function', async () => {
    const heap = new HeapBuilder();
    const conn = heap.object('Connection');
    const scope = heap.context({ conn }, heap.context());
    heap.global.property('handle', heap.closure('handle', { place: APP, context: scope }));
    expect(await holderOf(heap, conn)).toMatchObject({ kind: 'closure', label: 'variable conn of handle()' });
  });

  //   globalThis ─handle─▶ handle() ─▶ Context (clients ─▶ [ Client ]) ─previous─▶ NativeContext
  it('a variable of a module, with its file', async () => {
    const heap = new HeapBuilder();
    const client = heap.object('Client');
    const native = heap.allocate('hidden', 'system / NativeContext');
    const scope = heap.context({ clients: heap.array([client]) }, native);
    heap.global.property('handle', heap.closure('handle', { place: APP, context: scope }));
    expect(await holderOf(heap, client)).toMatchObject({
      kind: 'module',
      label: 'module variable clients[] of app.js',
      source: { file: '/srv/app.js' },
    });
  });

  //   Cache ─recent─▶ Array ─elements─▶ store ──▶ Row
  it('with each reference counted once, though V8 lists it from the collection and from its store', async () => {
    const heap = new HeapBuilder();
    const rows = [heap.object('Row'), heap.object('Row')];
    heap.global.property('cache', heap.object('Cache').property('recent', heap.array(rows)));
    const { graph } = viewHeap(new HeapGraph(await heap.toColumns()), []);
    const targets = rows.map(({ id }) => graph.ordinalOf(id));
    const edges = Array.from({ length: graph.edgeCount }, (_, edge) => edge).filter((edge) =>
      targets.includes(graph.target(edge)),
    );
    expect(edges).toHaveLength(4);
    expect(countReferences(graph, [...edges, -1])).toBe(3);
  });

  //   globalThis ─clients─▶ [ Client ]
  it('what hangs from globalThis, as an expression', async () => {
    const heap = new HeapBuilder();
    const client = heap.object('Client');
    heap.global.property('clients', heap.array([client]));
    expect(await holderOf(heap, client)).toMatchObject({ kind: 'global', label: 'globalThis.clients' });
  });

  //   Pool ─used─▶ [ Connection ]     Cache ─recent─▶ [ Row ]     Pooled ─next─▶ Pooled
  it('a book, a mere collection and a link', async () => {
    const heap = new HeapBuilder();
    const connection = heap.object('Connection');
    const row = heap.object('Row');
    const below = heap.object('Pooled');
    heap.global.property('pool', heap.object('Pool').property('used', heap.array([connection])));
    heap.global.property('cache', heap.object('Cache').property('recent', heap.array([row])));
    heap.global.property('top', heap.object('Pooled').property('next', below));
    expect(await holderOf(heap, connection)).toMatchObject({ kind: 'ledger', label: 'Pool.used[]' });
    expect(await holderOf(heap, row)).toMatchObject({ kind: 'collection', label: 'Cache.recent[]' });
    expect(await holderOf(heap, below)).toMatchObject({ kind: 'link', label: 'Pooled.next' });
  });

  //   TCP ⇄ Node / TCPWrap, TCP ─owner─▶ Socket
  it('an open handle', async () => {
    const heap = new HeapBuilder();
    const socket = heap.object('Socket');
    heap.handle('TCP', socket);
    expect(await holderOf(heap, socket)).toMatchObject({ kind: 'handle', label: 'open handle (TCP)' });
  });
});
