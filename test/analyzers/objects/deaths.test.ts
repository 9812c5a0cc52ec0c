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
