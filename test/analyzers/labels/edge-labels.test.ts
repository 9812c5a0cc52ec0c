import { describe, expect, it } from 'vitest';
import { viewHeap } from '../../../src/analyzers/objects/heap-view.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { EdgeType } from '../../../src/snapshot/kinds.js';
import { HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';

/** What the reference from one node to another is called. */
async function labelOf(heap: HeapBuilder, from: HeapNode, to: HeapNode): Promise<string> {
  const graph = new HeapGraph(await heap.toColumns());
  const { labels } = viewHeap(graph, []);
  const source = graph.nodeIds.indexOf(from.id);
  for (let edge = graph.firstEdges[source]; edge < graph.firstEdges[source + 1]; edge += 1)
    if (graph.nodeIds[graph.target(edge)] === to.id) return labels.label(edge, source).text;
  throw new Error('no such reference');
}

describe('a reference is called by the place in the program', () => {
  //   Registry ─clients─▶ Map { 'k' → Client }      Client ─__proto__▶ Client
  it('where an object made by Object.create stands for another one', async () => {
    const heap = new HeapBuilder();
    const client = heap.object('Client').property('socket', heap.object('Wire'));
    const standIn = heap.object('Client').property('__proto__', client);
    heap.global.property('registry', heap.object('Registry').property('clients', heap.map([['k', standIn]])));
    expect(await labelOf(heap, standIn, client)).toBe('Registry.clients{}');
  });

  //   Registry ─clients─▶ Map { 'k' → Client }      Client ─__proto__▶ Client ─constructor▶ Client()
  it('and a class that instances inherit from is none that they stand for', async () => {
    const heap = new HeapBuilder();
    const prototype = heap.object('Client').property('constructor', heap.closure('Client'));
    const client = heap.object('Client').property('__proto__', prototype);
    heap.global.property('registry', heap.object('Registry').property('clients', heap.map([['k', client]])));
    expect(await labelOf(heap, client, prototype)).toBe('Client.__proto__');
  });
});

describe('the place of what a record has', () => {
  //   Depot ─out─▶ Map { 'k' → { hose: Hose } } or [ { hose } ], or in a field of Slip
  it.each([
    ['a Map', (heap: HeapBuilder, record: HeapNode) => heap.map([['k', record]]), '', 'Depot.out{}'],
    ['an array', (heap: HeapBuilder, record: HeapNode) => heap.array([record]), '', 'Depot.out[]'],
    [
      'a Map, where the record has a class',
      (heap: HeapBuilder, record: HeapNode) => heap.map([['k', record]]),
      'Slip',
      'Slip.hose',
    ],
    ['a field', (_: HeapBuilder, record: HeapNode) => record, '', 'Depot.out.hose'],
  ])('is that of the record in %s', async (_, list, name, text) => {
    const heap = new HeapBuilder();
    const hose = heap.object('Hose');
    const record = (name === '' ? heap.object() : heap.object(name)).property('hose', hose);
    heap.global.property('depot', heap.object('Depot').property('out', list(heap, record)));
    const graph = new HeapGraph(await heap.toColumns());
    const source = graph.ordinalOf(record.id);
    const edge = graph.findEdge(source, EdgeType.property, 'hose');
    expect(viewHeap(graph, []).labels.placeOf(edge, source, () => false).text).toBe(text);
  });
});

/** A scope as V8 lists it, with the names of its variables, the name of its function and what is around it. */
function scope(
  heap: HeapBuilder,
  variables: Readonly<Record<string, HeapNode>>,
  options: { readonly of?: string; readonly around?: HeapNode; readonly isBlock?: boolean } = {},
): HeapNode {
  const names = Object.keys(variables);
  const context = heap.allocate('object', 'system / Context', { size: 32 + 8 * names.length });
  const description = heap.allocate('code', 'system / ScopeInfo');
  names.forEach((name, index) => {
    description.hidden(index, heap.string(name));
    if (options.isBlock === true) context.hidden(index, variables[name]);
    else context.variable(name, variables[name]);
  });
  if (options.isBlock === true) description.hidden(names.length, heap.allocate('code', 'system / ScopeInfo'));
  else description.hidden(names.length, heap.string(options.of ?? ''));
  context.internal('scope_info', description);
  return context.internal('previous', options.around ?? heap.allocate('hidden', 'system / NativeContext'));
}

describe('a variable is called by what declares it', () => {
  //   globalThis ─use─▶ use() ─▶ Context of makeThing (list ─▶ [ Thing ]) ─previous─▶ Context of the file
  it('a function, not the one that sees it', async () => {
    const heap = new HeapBuilder();
    const thing = heap.object('Thing');
    const list = heap.array([thing]);
    const file = scope(heap, { other: heap.array() });
    const context = scope(heap, { list }, { of: 'makeThing', around: file });
    heap.global.property('use', heap.closure('use', { place: { file: '/srv/app.js', line: 4 }, context }));
    expect(await labelOf(heap, list, thing)).toBe('makeThing → list[]');
    expect(await labelOf(heap, context, list)).toBe('makeThing → list');
  });

  //   globalThis ─trace─▶ trace() ─▶ Context (sockets ─▶ [ Socket ]) ─previous─▶ NativeContext
  it.each([
    ['/srv/lib/channelz.js', 'module channelz.js → sockets[]'],
    ['/srv/emittery/index.js', 'module emittery/index.js → sockets[]'],
    ['node:internal/abort_controller', 'module node:internal/abort_controller → sockets[]'],
  ])('the module of %s', async (file, label) => {
    const heap = new HeapBuilder();
    const socket = heap.object('Socket');
    const list = heap.array([socket]);
    const context = scope(heap, { sockets: list });
    heap.global.property('trace', heap.closure('trace', { place: { file, line: 4 }, context }));
    expect(await labelOf(heap, list, socket)).toBe(label);
  });

  //   globalThis ─use─▶ use() ─▶ Context of a block (─0─▶ [ Thing ]) ─previous─▶ Context of makeThing
  it('the function around a block, with the name that the block gives the variable', async () => {
    const heap = new HeapBuilder();
    const thing = heap.object('Thing');
    const list = heap.array([thing]);
    const around = scope(heap, { other: heap.array() }, { of: 'makeThing' });
    const context = scope(heap, { list }, { isBlock: true, around });
    heap.global.property('use', heap.closure('use', { context }));
    expect(await labelOf(heap, list, thing)).toBe('makeThing → list[]');
  });

  //   (Strong roots) ─▶ Context (jobs ─▶ { … }), without a function on the way
  it('not the root by which its scope is found', async () => {
    const heap = new HeapBuilder();
    const thing = heap.object('Thing');
    const list = heap.array([thing]);
    const context = scope(heap, { list });
    heap.gcRoot('(Strong roots)').internal('1', context);
    heap.global.property('use', heap.closure('use', { place: { file: '/srv/jobs.js', line: 4 }, context }));
    expect(await labelOf(heap, list, thing)).toBe('module jobs.js → list[]');
  });

  //   globalThis ─run─▶ run() ─▶ Context of run (w ─▶ Object ─jobs─▶ [ Job ])      Context of the file (jobs ─▶ the same)
  it('the module that has it, rather than another variable from which it can be reached', async () => {
    const heap = new HeapBuilder();
    const job = heap.object('Job');
    const jobs = heap.array([job]);
    const run = scope(heap, { w: heap.object('Object').property('jobs', jobs) }, { of: 'run' });
    heap.global.property('run', heap.closure('run', { place: { file: '/srv/app.js', line: 9 }, context: run }));
    const schedule = heap.closure('schedule', {
      place: { file: '/srv/schedule.js', line: 4 },
      context: scope(heap, { jobs }),
    });
    heap.global.property(
      'far',
      heap.object('Object').property('further', heap.object('Object').property('s', schedule)),
    );
    expect(await labelOf(heap, jobs, job)).toBe('module schedule.js → jobs[]');
  });

  //   Gate ─waiting─▶ resolve() ─▶ Context (─0─▶ Promise) ─▶ reaction
  it('and what a function of the engine holds is called by the holder of that function', async () => {
    const heap = new HeapBuilder();
    const reaction = heap.allocate('hidden', 'system / PromiseReaction');
    const promise = heap.promise(reaction);
    const context = heap.allocate('object', 'system / Context', { size: 40 }).hidden(0, promise);
    heap.global.property('gate', heap.object('Gate').property('waiting', heap.closure('', { context })));
    expect(await labelOf(heap, context, promise)).toBe('Gate.waiting (promise)');
    expect(await labelOf(heap, promise, reaction)).toBe('Gate.waiting (promise reaction)');
  });
});

describe('an event is called by its name', () => {
  //   Client ─_events─▶ { 'query-error' ─▶ [ listener ] }
  it.each([
    ['query-error', "Client._events['query-error'][]"],
    ['start', 'Client._events.start[]'],
    ['reply-4711', 'Client._events{}[]'],
  ])('%s', async (event, label) => {
    const heap = new HeapBuilder();
    const listener = heap.closure('onEvent');
    const list = heap.array([listener]);
    heap.global.property(
      'client',
      heap.object('Client').property('_events', heap.object('Object').property(event, list)),
    );
    expect(await labelOf(heap, list, listener)).toBe(label);
  });
});
