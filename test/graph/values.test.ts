import { describe, expect, test } from 'vitest';
import { readNode, readProperty, readString } from '../../src/graph/values.js';
import { EdgeType } from '../../src/snapshot/kinds.js';
import { HeapBuilder } from '../support/heap-dsl.js';
import { ALL_VERSIONS, graphOf } from './graph-of.js';

describe.each(ALL_VERSIONS)('readProperty in the layout of Node %s', (version) => {
  test('tells true, false, null, undefined and a property that is not there', async () => {
    const heap = new HeapBuilder({ version });
    const conn = heap.object('Conn').properties({ open: true, closed: false, socket: null, user: undefined });
    heap.global.property('conn', conn);
    const { graph, at } = await graphOf(heap);
    const read = (name: string) => readProperty(graph, at(conn), name);
    expect(read('open')).toEqual({ kind: 'boolean', value: true });
    expect(read('closed')).toEqual({ kind: 'boolean', value: false });
    expect(read('socket')).toEqual({ kind: 'null' });
    expect(read('user')).toEqual({ kind: 'undefined' });
    expect(read('missing')).toEqual({ kind: 'absent' });
  });

  test('reads small integers and doubles where they were captured', async () => {
    const heap = new HeapBuilder({ version });
    const conn = heap.object('Conn').properties({
      id: 1001,
      negative: -7,
      zero: 0,
      ratio: 1.5,
      huge: 2 ** 40,
      nan: Number.NaN,
      inf: Number.POSITIVE_INFINITY,
    });
    heap.global.property('conn', conn);
    const { graph, at } = await graphOf(heap);
    const names = ['id', 'negative', 'zero', 'ratio', 'huge', 'nan', 'inf'];
    expect(names.map((name) => readProperty(graph, at(conn), name))).toEqual(
      [1001, -7, 0, 1.5, 2 ** 40, Number.NaN, Number.POSITIVE_INFINITY].map((value) => ({ kind: 'number', value })),
    );
  });

  test('says that a number was not captured', async () => {
    const heap = new HeapBuilder({ version, captureNumbers: false });
    const double = heap.allocate('number', 'heap number');
    const conn = heap.object('Conn').property('id', 1001).property('ratio', double);
    heap.global.property('conn', conn);
    const { graph, at } = await graphOf(heap);
    expect(readProperty(graph, at(conn), 'id')).toEqual({ kind: 'absent' });
    expect(readProperty(graph, at(conn), 'ratio')).toEqual({ kind: 'number', value: null });
  });

  test('reads strings, symbols as keys, private fields and properties outside the object', async () => {
    const heap = new HeapBuilder({ version });
    const conn = heap
      .object('Conn')
      .property('state', 'closed')
      .symbol('kClosed', true)
      .private('dead', false)
      .property('far', true, { outOfObject: true });
    heap.global.property('conn', conn);
    const { graph, at } = await graphOf(heap);
    const state = readProperty(graph, at(conn), 'state');
    if (state.kind !== 'string') throw new Error(`expected a string, got ${state.kind}`);
    expect(readString(graph, state.node)).toBe('closed');
    expect(readProperty(graph, at(conn), '<symbol kClosed>')).toEqual({ kind: 'boolean', value: true });
    expect(readProperty(graph, at(conn), '#dead')).toEqual({ kind: 'boolean', value: false });
    expect(readProperty(graph, at(conn), 'far')).toEqual({ kind: 'boolean', value: true });
  });

  // Strings that spell a value are strings all the same.
  test('a string is no boolean, whatever it says', async () => {
    const heap = new HeapBuilder({ version });
    const conn = heap.object('Conn').properties({ a: 'true', b: 'null', c: true });
    heap.global.property('conn', conn);
    const { graph, at } = await graphOf(heap);
    expect(['a', 'b', 'c'].map((name) => readProperty(graph, at(conn), name).kind)).toEqual([
      'string',
      'string',
      'boolean',
    ]);
  });
});

describe('readNode', () => {
  test('takes a number node of any name by its value', async () => {
    const heap = new HeapBuilder();
    const numbers = ['int', 'smi number', 'heap number', 'uint32'].map((name) =>
      heap.allocate('number', name).internal('value', heap.string('42')),
    );
    heap.global.property('all', heap.array(numbers));
    const { graph, at } = await graphOf(heap);
    for (const number of numbers) expect(readNode(graph, at(number))).toEqual({ kind: 'number', value: 42 });
  });

  test('gives objects, functions and engine structures as objects', async () => {
    const heap = new HeapBuilder();
    const nodes = [heap.object('Conn'), heap.closure('work'), heap.allocate('hidden', 'system / PropertyArray')];
    heap.global.property('all', heap.array(nodes));
    const { graph, at } = await graphOf(heap);
    for (const node of nodes) expect(readNode(graph, at(node))).toEqual({ kind: 'object', node: at(node) });
  });

  // [hidden] system / Oddball ──hidden 1──▶ "true": not the edge that names it
  test('an oddball without a known spelling is no boolean', async () => {
    const heap = new HeapBuilder();
    const odd = heap
      .allocate('hidden', 'system / Oddball')
      .hidden(0, heap.string('hole'))
      .hidden(1, heap.string('true'));
    heap.global.property('odd', odd);
    const { graph, at } = await graphOf(heap);
    expect(readNode(graph, at(odd))).toEqual({ kind: 'object', node: at(odd) });
  });
});

describe('readString', () => {
  test('reads flat and sliced strings, and no rope', async () => {
    const heap = new HeapBuilder();
    const flat = heap.string('SELECT 1');
    const sliced = heap.allocate('sliced string', 'ELECT').internal('parent', flat);
    const rope = heap.allocate('concatenated string', '').internal('first', flat).internal('second', sliced);
    heap.global.property('all', heap.array([flat, sliced, rope]));
    const { graph, at } = await graphOf(heap);
    expect([flat, sliced, rope].map((node) => readString(graph, at(node)))).toEqual(['SELECT 1', 'ELECT', null]);
    expect(readNode(graph, at(rope)).kind).toBe('string');
    expect(readString(graph, graph.follow(at(heap.global), EdgeType.property, 'all'))).toBeNull();
  });
});
