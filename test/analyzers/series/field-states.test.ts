import { describe, expect, test } from 'vitest';
import { collectFieldStates } from '../../../src/analyzers/series/field-states.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';

/** Whether the digest of an object is another one after `change`; null where it has none before. */
async function changes(make: (heap: HeapBuilder) => HeapNode, change: (row: HeapNode, heap: HeapBuilder) => unknown) {
  const heap = new HeapBuilder();
  const row = make(heap);
  heap.global.property('row', row);
  const digest = async () => {
    const graph = new HeapGraph(await heap.toColumns());
    return collectFieldStates(graph).get(row.id);
  };
  const before = await digest();
  change(row, heap);
  const after = await digest();
  return before === undefined ? null : before !== after;
}

describe('the digest of the fields of an object', () => {
  const row = (heap: HeapBuilder) => heap.object('Row').properties({ count: 1, isOpen: true });

  test('is the same where nothing was written, also where others were made before it', async () => {
    expect(await changes(row, (_, heap) => heap.global.property('other', heap.object('Other').property('n', 2)))).toBe(
      false,
    );
  });

  test('is another one where a number, a flag or a reference has changed', async () => {
    expect(await changes(row, (node) => node.property('count', 2))).toBe(true);
    expect(await changes(row, (node) => node.property('isOpen', false))).toBe(true);
    const withPart = (heap: HeapBuilder) => row(heap).property('last', heap.object('Note'));
    expect(await changes(withPart, (node, heap) => node.property('last', heap.object('Note')))).toBe(true);
  });

  test('says nothing of strings, for V8 replaces them, nor of links to objects of the same class', async () => {
    const linked = (heap: HeapBuilder) => row(heap).properties({ name: heap.string('a'), next: heap.object('Row') });
    expect(await changes(linked, (node, heap) => node.property('name', heap.string('b')))).toBe(false);
    expect(await changes(linked, (node, heap) => node.property('next', heap.object('Row')))).toBe(false);
  });

  test('says nothing of objects without fields, or with very many', async () => {
    expect(
      await changes(
        (heap) => heap.object('Row'),
        () => undefined,
      ),
    ).toBeNull();
    const wide = (heap: HeapBuilder) => {
      const node = heap.object('Row');
      for (let at = 0; at < 70; at += 1) node.property(`f${at}`, at);
      return node;
    };
    expect(await changes(wide, (node) => node.property('f0', 9))).toBeNull();
  });
});
