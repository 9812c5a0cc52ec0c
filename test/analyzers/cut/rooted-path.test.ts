import { describe, expect, it } from 'vitest';
import { describeRootedPath } from '../../../src/analyzers/cut/rooted-path.js';
import { viewHeap } from '../../../src/analyzers/objects/heap-view.js';
import type { FindingPath } from '../../../src/findings/report-schema.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';

const APP = { file: '/srv/app.js', line: 41 };

async function pathTo(heap: HeapBuilder, node: HeapNode, ownRoot: 'machinery' | 'any' = 'any'): Promise<FindingPath> {
  const view = viewHeap(new HeapGraph(await heap.toColumns()), []);
  return describeRootedPath(view, view.graph.ordinalOf(node.id), ownRoot);
}

/** A variable of the file, and a function that sees it, which only `root` holds. */
function moduleVariable(heap: HeapBuilder, name: string, value: HeapNode): void {
  const native = heap.allocate('hidden', 'system / NativeContext');
  const seen = heap.closure('add', { place: APP, context: heap.context({ [name]: value }, native) });
  heap.gcRoot('(Global handles)').internal('9', heap.object('ModuleWrap').internal('module', seen));
}

/** `first.a.a.a …`, so many fields long. */
function chain(heap: HeapBuilder, steps: number, end: HeapNode): HeapNode {
  let node = end;
  for (let step = 0; step < steps; step += 1) node = heap.object('Link').property('a', node);
  return node;
}

describe('the path of a finding', () => {
  //   (GC roots) ─▶ … ─▶ TimersList ─_idleNext─▶ Timeout ─_onTimeout─▶ beat() ─▶ variable session ─▶ Session
  it.each([
    [50_000, 50_000, 'setInterval 50 s'],
    [1_800_000, null, 'setTimeout 30 min'],
    [250, null, 'setTimeout 250 ms'],
    [90_000, null, 'setTimeout 90 s'],
    [86_400_000, null, 'setTimeout 24 h'],
  ])('begins at a running timer of %i ms, with what it is and its line', async (ms, repeat, words) => {
    const heap = new HeapBuilder();
    const session = heap.object('Session');
    heap.timeout(heap.closure('beat', { place: APP, context: { session } }), ms).property('_repeat', repeat);
    heap.timeout(heap.closure('other', { place: APP }), ms);
    expect((await pathTo(heap, session, 'machinery')).steps).toEqual([
      `running timer (${words} at app.js:42)`,
      'Timeout._onTimeout → beat()',
      'variable session → Session',
    ]);
  });

  //   the same, without the numbers: the list of the timers is keyed by their duration
  it('tells the duration of a timer where numbers were not captured', async () => {
    const heap = new HeapBuilder({ captureNumbers: false });
    const session = heap.object('Session');
    heap.timeout(heap.closure('beat', { place: APP, context: { session } }), 4000).property('_repeat', null);
    expect((await pathTo(heap, session, 'machinery')).steps[0]).toBe('running timer (setTimeout 4 s at app.js:42)');
  });

  //   Timeout ─▶ beat() ─▶ variable session ─▶ Session ◀─ Map ◀─ variable sessions of the file
  it('begins at a module rather than at a timer that only happens to be near', async () => {
    const heap = new HeapBuilder();
    const session = heap.object('Session');
    heap.timeout(heap.closure('beat', { place: APP, context: { session } }), 1000);
    moduleVariable(heap, 'sessions', heap.map([['a', session]]));
    expect((await pathTo(heap, session)).steps).toEqual(['module app.js', 'variable sessions → Map', 'Session']);
  });

  //   Timeout ─▶ beat() ─▶ variable session ─▶ Session ◀─a─ Link ◀─a─ … × 8 ◀─ variable far of the file
  it('begins at the timer where that is what the finding is about, and else at a module a little farther away', async () => {
    const heap = new HeapBuilder();
    const session = heap.object('Session');
    heap.timeout(heap.closure('beat', { place: APP, context: { session } }), 1000).property('_repeat', null);
    moduleVariable(heap, 'far', chain(heap, 8, session));
    expect((await pathTo(heap, session, 'machinery')).steps[0]).toBe('running timer (setTimeout 1 s at app.js:42)');
    expect((await pathTo(heap, session)).steps[0]).toBe('module app.js');
  });

  //   Timeout ─▶ beat() ─▶ variable app ─▶ App, which is nowhere else; globalThis ─far─▶ Link ─a─▶ … × 30 ─▶ App
  it('begins at the timer where the way from the program is far longer', async () => {
    const heap = new HeapBuilder();
    const session = heap.object('Session');
    heap.timeout(heap.closure('beat', { place: APP, context: { session } }), 1000);
    heap.global.property('far', chain(heap, 30, session));
    expect((await pathTo(heap, session)).steps[0]).toContain('running timer');
  });

  //   (Global handles) ─▶ HTTPParser ─outgoing─▶ Request;  globalThis ─desk─▶ Desk ─calls─▶ Array ─▶ Request
  it('begins at a global, with its expression, rather than at a handle', async () => {
    const heap = new HeapBuilder();
    const request = heap.object('Request');
    heap.handle('HTTPParser', request);
    heap.global.property('desk', heap.object('Desk').property('calls', heap.array([request])));
    const { steps, expression } = await pathTo(heap, request);
    expect([steps[0], expression]).toEqual(['globalThis', 'globalThis.desk.calls[0]']);
  });

  it('begins at the open handle where nothing of the program leads there', async () => {
    const heap = new HeapBuilder();
    const request = heap.object('Request');
    heap.handle('HTTPParser', request);
    expect((await pathTo(heap, request)).steps).toEqual([
      'open handle (HTTPParser)',
      'HTTPParser.<symbol owner_symbol> → Request',
    ]);
  });

  //   Timeout ─▶ bound _onTimeout of node:net ─bound this─▶ Socket ◀─owner_symbol─ TCP
  it('begins at the open handle rather than at a timer of Node.js', async () => {
    const heap = new HeapBuilder();
    const session = heap.object('Session');
    const socket = heap.object('Socket').property('session', session);
    heap.timeout(heap.bound(heap.closure('expire', { place: { file: 'node:net', line: 7 } }), socket), 5000);
    heap.handle('TCP', socket);
    expect((await pathTo(heap, session)).steps).toEqual([
      'open handle (TCP)',
      'TCP.<symbol owner_symbol> → Socket',
      'Socket.session → Session',
    ]);
  });

  //   (Global handles) ─▶ ModuleWrap ─▶ add() ─▶ scope of the file ─▶ variable held ─▶ Array ─▶ Guest
  it('begins at the module, not at what Node.js keeps modules in', async () => {
    const heap = new HeapBuilder();
    const guest = heap.object('Guest');
    moduleVariable(heap, 'held', heap.array([guest]));
    expect((await pathTo(heap, guest)).steps).toEqual(['module app.js', 'variable held → Array', 'Array[0] → Guest']);
  });

  //   the scope of a file of Node.js
  it('does not begin at a module of Node.js', async () => {
    const heap = new HeapBuilder();
    const guest = heap.object('Guest');
    const native = heap.allocate('hidden', 'system / NativeContext');
    const context = heap.context({ held: heap.array([guest]) }, native);
    const seen = heap.closure('add', { place: { file: 'node:internal/x', line: 3 }, context });
    heap.gcRoot('(Global handles)').internal('9', seen);
    expect((await pathTo(heap, guest)).steps[0]).toBe('(GC roots)');
  });
});
