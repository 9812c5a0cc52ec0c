import { describe, expect, test } from 'vitest';
import {
  type ContainerKind,
  containerKind,
  countEntries,
  forEachEntry,
  storeOf,
} from '../../src/graph/collection-entries.js';
import type { HeapGraph } from '../../src/graph/heap-graph.js';
import { HeapBuilder, type HeapNode } from '../support/heap-dsl.js';
import { ALL_VERSIONS, graphOf } from './graph-of.js';

/** Names of the entries of a collection, in the order of the snapshot. */
function entryNames(graph: HeapGraph, node: number, kind: ContainerKind): string[] {
  const names: string[] = [];
  forEachEntry(graph, node, kind, (edge) => names.push(graph.nodeName(graph.target(edge))));
  return names;
}

const items = (heap: HeapBuilder, count: number): HeapNode[] =>
  Array.from({ length: count }, (_, index) => heap.object(`I${index}`));

describe('containerKind', () => {
  test.each(ALL_VERSIONS)('tells collections from other objects (Node %s)', async (version) => {
    const heap = new HeapBuilder({ version });
    const nodes = [
      heap.array([1]),
      heap.map([['k', 1]]),
      heap.set(['v']),
      heap.weakMap(),
      heap.object('Object'),
      heap.object('Conn'),
      heap.closure('work'),
    ];
    heap.global.property('all', heap.array(nodes));
    const { graph, at } = await graphOf(heap);
    expect(nodes.map((node) => containerKind(graph, at(node)))).toEqual([
      'array',
      'map',
      'set',
      'weak',
      'object',
      null,
      null,
    ]);
  });

  // Registry ─table─▶ [array]     Registry ─__proto__─▶ Base ─__proto__─▶ Map | Set | WeakMap | WeakSet
  test.each([
    ['Map', 'map'],
    ['Set', 'set'],
    ['WeakMap', 'weak'],
    ['WeakSet', 'weak'],
    ['Object', null],
  ] as const)('a subclass of a class that extends %s is of kind %s', async (base, kind) => {
    const heap = new HeapBuilder();
    const proto = heap.object('Base').property('__proto__', heap.object(base));
    const registry = heap
      .object('Registry')
      .property('__proto__', proto)
      .internal('table', heap.allocate('array', '').internal('5', heap.object('Conn')));
    heap.global.property('registry', registry);
    const { graph, at } = await graphOf(heap);
    expect(containerKind(graph, at(registry))).toBe(kind);
  });

  // MapIterator ─table─▶ the table of a Map
  test('an iterator over a Map is no collection', async () => {
    const heap = new HeapBuilder();
    const table = heap.allocate('array', '').internal('5', heap.object('Conn'));
    const proto = heap.object('Object').property('__proto__', heap.object('Object'));
    const iterator = heap.object('Map Iterator').property('__proto__', proto).internal('table', table);
    heap.global.property('iterator', iterator);
    const { graph, at } = await graphOf(heap);
    expect(containerKind(graph, at(iterator))).toBeNull();
  });

  test('a prototype chain that is a ring ends', async () => {
    const heap = new HeapBuilder();
    const proto = heap.object('Base');
    proto.property('__proto__', proto);
    const odd = heap.object('Odd').property('__proto__', proto).internal('table', heap.allocate('array', ''));
    heap.global.property('odd', odd);
    const { graph, at } = await graphOf(heap);
    expect(containerKind(graph, at(odd))).toBeNull();
  });
});

describe('forEachEntry', () => {
  // Array ─[0]─▶ I0 … and once more from its element store: each item counts once
  test('visits the items of an array once, though V8 lists them twice', async () => {
    const heap = new HeapBuilder();
    const list = heap.array(items(heap, 3));
    heap.global.property('list', list);
    const { graph, at } = await graphOf(heap);
    expect(entryNames(graph, at(list), 'array')).toEqual(['I0', 'I1', 'I2']);
    expect(countEntries(graph, at(list), 'array')).toBe(3);
    expect(graph.nodeName(storeOf(graph, at(list), 'array'))).toBe('(object elements)');
  });

  // d[5000], d[10000]: V8 keeps a dictionary, and lists elements with gaps
  test('visits a sparse array', async () => {
    const heap = new HeapBuilder();
    const list = heap.array();
    items(heap, 3).forEach((item, index) => list.element(index * 5000, item));
    heap.global.property('list', list);
    const { graph, at } = await graphOf(heap);
    expect(entryNames(graph, at(list), 'array')).toEqual(['I0', 'I1', 'I2']);
    expect(storeOf(graph, at(list), 'array')).toBe(-1);
  });

  test('visits keys and values of a Map, and no integer', async () => {
    const heap = new HeapBuilder();
    const [a, b, key] = items(heap, 3);
    const map = heap.map([
      [7, a],
      ['name', b],
      [key, 9],
    ]);
    heap.global.property('map', map);
    const { graph, at } = await graphOf(heap);
    expect(entryNames(graph, at(map), 'map')).toEqual(['I0', 'name', 'I1', 'I2']);
  });

  test('visits the values of a Set, also after deletions', async () => {
    const heap = new HeapBuilder();
    const all = items(heap, 4);
    const set = heap.set(all);
    heap.global.property('set', set);
    set.values.delete(all[1]);
    const { graph, at } = await graphOf(heap);
    expect(entryNames(graph, at(set), 'set')).toEqual(['I0', 'I2', 'I3']);
  });

  test('does not take the shape of a table for an entry', async () => {
    const heap = new HeapBuilder();
    const table = heap
      .allocate('array', '')
      .internal('map', heap.allocate('object shape', 'system / Map'))
      .internal('5', heap.object('Conn'));
    const map = heap.object('Map').internal('table', table);
    heap.global.property('map', map);
    const { graph, at } = await graphOf(heap);
    expect(entryNames(graph, at(map), 'map')).toEqual(['Conn']);
  });

  // Object ─u1─▶ I0, ─u2─▶ I1, ─__proto__─▶ Object
  test('visits the properties of a dictionary, but not its prototype', async () => {
    const heap = new HeapBuilder();
    const [a, b] = items(heap, 2);
    const record = heap.object('Object').property('u1', a).property('u2', b, { outOfObject: true });
    record.property('__proto__', heap.object('Object')).element(7, heap.object('Seven'));
    heap.global.property('record', record);
    const { graph, at } = await graphOf(heap);
    expect(entryNames(graph, at(record), 'object')).toEqual(['I0', 'I1', 'Seven']);
  });

  test('visits nothing of an empty collection', async () => {
    const heap = new HeapBuilder();
    const nodes: [HeapNode, ContainerKind][] = [
      [heap.array(), 'array'],
      [heap.map(), 'map'],
      [heap.set(), 'set'],
      [heap.weakMap().entry(heap.object('K'), heap.object('V')), 'weak'],
      [heap.object('Map'), 'map'],
      [heap.object('Object'), 'object'],
    ];
    heap.global.property('all', heap.array(nodes.map(([node]) => node)));
    const { graph, at } = await graphOf(heap, { keepGarbage: true });
    for (const [node, kind] of nodes) expect(countEntries(graph, at(node), kind)).toBe(0);
  });
});
