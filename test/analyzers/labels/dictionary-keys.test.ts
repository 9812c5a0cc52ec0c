import { describe, expect, test } from 'vitest';

import { isEventName, isIdentifier, isKey } from '../../../src/analyzers/labels/dictionary-keys.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';

/** Whether the first property of an object is a key. @param field where the object lies */
async function isKeyIn(make: (heap: HeapBuilder) => HeapNode, field = 'held'): Promise<boolean> {
  const heap = new HeapBuilder();
  const object = make(heap);
  heap.global.property('vault', heap.object('Vault').property(field, object));
  const graph = new HeapGraph(await heap.toColumns());
  const [first] = object.edges.filter(({ type }) => type === 'property');
  return isKey(graph, graph.ordinalOf(object.id), String(first?.name), field);
}

/** A plain object with properties of these names, each with a value of its own. */
function plain(heap: HeapBuilder, names: readonly string[], value: () => HeapNode): HeapNode {
  const object = heap.object('Object');
  for (const name of names) object.property(name, value());
  return object;
}

const PEOPLE = ['alice', 'bob', 'carol', 'dave'];

describe('the names in a plain object are keys', () => {
  //   Vault ─held─▶ Object ─properties─▶ (array): V8 keeps it as a table
  test('when V8 keeps them in a table', async () => {
    const kept = (heap: HeapBuilder) =>
      plain(heap, ['alice'], () => heap.object('Conn')).internal('properties', heap.allocate('array', ''));
    expect(await isKeyIn(kept)).toBe(true);
  });

  test('when there are several, all with objects of one class, and no other object has its shape', async () => {
    expect(await isKeyIn((heap) => plain(heap, PEOPLE, () => heap.object('Conn')))).toBe(true);
  });

  test('when plain objects of one shape are in it', async () => {
    const table = (heap: HeapBuilder) => {
      const shape = heap.allocate('object shape', 'system / Map');
      return plain(heap, PEOPLE, () => heap.object('Object').internal('map', shape));
    };
    expect(await isKeyIn(table)).toBe(true);
  });

  test('when they differ in a number alone', async () => {
    const names = ['token7', 'token12', 'token300'];
    expect(await isKeyIn((heap) => plain(heap, names, () => heap.object('Conn')))).toBe(true);
  });

  test.each(['usersById', 'by_token', 'byName'])('when they are looked up: %s', async (field) => {
    expect(await isKeyIn((heap) => plain(heap, ['alice_smith'], () => heap.object('User')), field)).toBe(true);
  });

  test.each(['sessions', 'clients'])('when the object is called by several things: %s', async (field) => {
    expect(await isKeyIn((heap) => plain(heap, ['alice', 'bob'], () => heap.object('User')), field)).toBe(true);
  });
});

describe('the names in a plain object are fields', () => {
  test('when its values are of several classes, or few', async () => {
    const record = (heap: HeapBuilder) =>
      plain(heap, ['request', 'answer'], () => heap.object('Message')).property('route', heap.object('Route'));
    expect(await isKeyIn(record)).toBe(false);
    expect(await isKeyIn((heap) => plain(heap, ['request'], () => heap.object('Message')))).toBe(false);
  });

  //   node ─left─▶ node ─right─▶ node …: all of one shape
  test('when they lead to objects of its own shape, as in a tree', async () => {
    const tree = (heap: HeapBuilder) => {
      const shape = heap.allocate('object shape', 'system / Map');
      const node = () => heap.object('Object').internal('map', shape);
      const root = node();
      for (const name of ['north', 'east', 'south', 'west']) root.property(name, node());
      return root;
    };
    expect(await isKeyIn(tree)).toBe(false);
  });

  test('when many objects have its shape', async () => {
    const record = (heap: HeapBuilder) => {
      const shape = heap.allocate('object shape', 'system / Map');
      const one = () => plain(heap, PEOPLE, () => heap.object('Conn')).internal('map', shape);
      const others = heap.array([one(), one(), one(), one(), one()]);
      heap.global.property('others', others);
      return one();
    };
    expect(await isKeyIn(record)).toBe(false);
  });

  test('when one of them is a word for the books of a pool, or they hold collections', async () => {
    const books = ['idle', 'used', 'doomed', 'other'];
    expect(await isKeyIn((heap) => plain(heap, books, () => heap.object('Ring')))).toBe(false);
    expect(await isKeyIn((heap) => plain(heap, PEOPLE, () => heap.array()))).toBe(false);
  });

  test('when it is the global object, which V8 keeps as a table', async () => {
    const heap = new HeapBuilder();
    heap.global.property('tablet', heap.object('Tablet')).internal('properties', heap.allocate('array', ''));
    const graph = new HeapGraph(await heap.toColumns());
    expect(isKey(graph, graph.ordinalOf(heap.global.id), 'tablet', '')).toBe(false);
  });
});

describe('a name by itself', () => {
  test.each(['jane@example.com', '10.0.0.1', 'a b', '<symbol session 4711-2>', 'a-b'])(
    '%s is no identifier',
    (name) => {
      expect(isIdentifier(name)).toBe(false);
    },
  );

  test.each(['#private', '$el', 'größe', '<symbol kHandle>', '<symbol nodejs.util.inspect.custom>'])(
    '%s is one',
    (name) => {
      expect(isIdentifier(name)).toBe(true);
    },
  );

  test('of an event may have dashes and colons, and no long number', () => {
    expect(['query-error', 'server:close', 'reply:4711', 'jane@example.com'].map(isEventName)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
