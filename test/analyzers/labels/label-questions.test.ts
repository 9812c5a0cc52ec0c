import { describe, expect, it } from 'vitest';
import type { EdgeLabel } from '../../../src/analyzers/labels/edge-label.js';
import {
  allNamesOf,
  fieldOf,
  holdsAsyncStore,
  isHeldValue,
  isInCollection,
  isInTable,
  isLocalVariable,
  isOfOpenHandle,
  isOfTimer,
  namesOf,
  partsBelowVariable,
  startsInVariable,
} from '../../../src/analyzers/labels/label-questions.js';
import { partsText } from '../../../src/analyzers/labels/label-text.js';
import { viewHeap } from '../../../src/analyzers/objects/heap-view.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';

const APP = { file: '/srv/cache.js', line: 41 };

/** The label of the last reference on the shortest path to a node. */
async function labelTo(heap: HeapBuilder, held: HeapNode): Promise<EdgeLabel> {
  const { graph, tree, labels } = viewHeap(new HeapGraph(await heap.toColumns()), []);
  const edge = tree.parentEdge(graph.ordinalOf(held.id));
  return labels.label(edge, graph.source(edge));
}

describe('a label answers', () => {
  //   Pool ─used─▶ Map { 'k' → Conn }      Pool ─list─▶ [ Conn ]      Pool ─last─▶ Conn
  it('whether the reference is an entry, and of what', async () => {
    const heap = new HeapBuilder();
    const [inMap, inArray, inField] = [0, 1, 2].map(() => heap.object('Conn'));
    const pool = heap.object('Pool').property('used', heap.map([['k', inMap]]));
    heap.global.property('pool', pool.property('list', heap.array([inArray])).property('last', inField));
    const answers = async (node: HeapNode) => {
      const label = await labelTo(heap, node);
      return [label.text, isInCollection(label), isInTable(label), fieldOf(label)];
    };
    expect(await answers(inMap)).toEqual(['Pool.used{}', true, true, null]);
    expect(await answers(inArray)).toEqual(['Pool.list[]', true, false, null]);
    expect(await answers(inField)).toEqual(['Pool.last', false, false, 'last']);
  });

  //   globalThis ─use─▶ () at cache.js:41 ─▶ Context (rows ─▶ Object ─first─▶ Row)
  it('with the names of a variable and what is below it, but not with the file of a nameless function', async () => {
    const heap = new HeapBuilder();
    const row = heap.object('Row');
    const rows = heap.object('Object').property('first', row);
    const scope = heap.context({ rows }, heap.context());
    heap.global.property('use', heap.closure('', { place: APP, context: scope }));
    const label = await labelTo(heap, row);
    expect(label.text).toBe('function at cache.js:42 → rows.first');
    expect(namesOf(label)).toEqual(['rows', 'first']);
    expect(allNamesOf(label)).toEqual(['function at cache.js:42', 'rows', 'first']);
    expect(startsInVariable(label)).toBe(true);
    expect(partsText(partsBelowVariable(label, 'rows'))).toBe('.first');
    expect(partsBelowVariable(label, 'row')).toEqual([]);
  });

  //   Timeout ─_onTimeout─▶ poll() ─▶ Context (state ─▶ Object ─conn─▶ Conn)
  it('whether a timer owns it, and calls what the timer holds directly by the timer', async () => {
    const heap = new HeapBuilder();
    const conn = heap.object('Conn');
    const state = heap.object('Object').property('conn', conn);
    const scope = heap.context({ state }, heap.context());
    heap.timeout(heap.closure('poll', { place: APP, context: scope }), 1000).property('_repeat', 1000);
    const [direct, below] = [await labelTo(heap, state), await labelTo(heap, conn)];
    expect([direct.text, direct.kind, isOfTimer(direct)]).toEqual(['setInterval(poll)', 'timer', true]);
    expect([below.text, below.kind, isOfTimer(below)]).toEqual(['setInterval(poll) → state.conn', 'field', true]);
  });

  //   TCP ⇄ Node / TCPWrap, TCP ─owner─▶ Socket      Timeout ─<symbol kResourceStore>─▶ Store
  it('whether an open handle or the store of an AsyncLocalStorage is on the way', async () => {
    const heap = new HeapBuilder();
    const socket = heap.object('Socket');
    heap.handle('TCP', socket);
    const store = heap.object('Store');
    heap.timeout(heap.closure('flush', { place: APP }), 5000).symbol('kResourceStore', store);
    const [handle, carried] = [await labelTo(heap, socket), await labelTo(heap, store)];
    expect([isOfOpenHandle(handle), holdsAsyncStore(handle)]).toEqual([true, false]);
    expect([isOfOpenHandle(carried), holdsAsyncStore(carried)]).toEqual([false, true]);
  });

  //   globalThis ─work─▶ Job ─step─▶ Generator of run() ─registers─▶ Row
  it('whether a suspended function has it in a variable, which no word of a class is taken for', async () => {
    const heap = new HeapBuilder();
    const row = heap.object('Row');
    const registers = heap.allocate('array', '').internal('0', row);
    const generator = heap
      .object('Generator')
      .internal('function', heap.closure('run', { place: APP }))
      .internal('parameters_and_registers', registers);
    heap.global.property('work', heap.object('Job').property('step', generator));
    const local = await labelTo(heap, row);
    expect([local.text, isLocalVariable(local), isHeldValue(local)]).toEqual(['run → (local variable)', true, false]);
    expect(namesOf(local)).toEqual(['run']);
  });

  //   Gate ─ready─▶ resolve() ─▶ Context (─0─▶ Promise) ─▶ Result ─rows─▶ Row
  it('to the value of a settled promise as the promise is called, and below it without the promise', async () => {
    const heap = new HeapBuilder();
    const row = heap.object('Row');
    const result = heap.object('Object').property('row', row);
    const context = heap.allocate('object', 'system / Context', { size: 40 }).hidden(0, heap.promise(result));
    heap.global.property('gate', heap.object('Gate').property('ready', heap.closure('', { context })));
    expect((await labelTo(heap, result)).text).toBe('Gate.ready (promise)');
    expect((await labelTo(heap, row)).text).toBe('Gate.ready.row');
  });
});
