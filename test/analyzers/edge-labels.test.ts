import { describe, expect, it } from 'vitest';
import { viewHeap } from '../../src/analyzers/heap-view.js';
import { HeapGraph } from '../../src/graph/heap-graph.js';
import { HeapBuilder, type HeapNode } from '../support/heap-dsl.js';

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
