import { describe, expect, test } from 'vitest';
import { EdgeCode } from '../../src/graph/edge-codes.js';
import { EdgeType, NodeType } from '../../src/snapshot/kinds.js';
import { HeapBuilder } from '../support/heap-dsl.js';
import { ALL_VERSIONS, graphOf } from './graph-of.js';

describe('HeapGraph', () => {
  // global ──pool──▶ Pool ──idle──▶ Conn
  test('finds a node by its id, and none for an id that the snapshot does not hold', async () => {
    const heap = new HeapBuilder();
    const conn = heap.object('Conn', { id: 70_001 });
    const pool = heap.object('Pool', { id: 90_001 }).property('idle', conn);
    heap.global.property('pool', pool);
    const { graph } = await graphOf(heap);
    expect(graph.nodeName(graph.ordinalOf(70_001))).toBe('Conn');
    expect(graph.nodeName(graph.ordinalOf(90_001))).toBe('Pool');
    expect([0, 70_003, 0xffff_fffe].map((id) => graph.ordinalOf(id))).toEqual([-1, -1, -1]);
  });

  test('finds nodes by id whatever the order of the file', async () => {
    const heap = new HeapBuilder();
    const nodes = Array.from({ length: 50 }, (_, index) => heap.object('Item', { id: 10_001 + 2 * index }));
    heap.global.property('all', heap.array(nodes));
    const { graph, at } = await graphOf(heap, { order: (a, b) => b.id - a.id });
    for (const node of nodes) expect(graph.nodeIds[at(node)]).toBe(node.id);
  });

  // A ──x──▶ B      A ──[7]──▶ C      A ══hidden 3══▶ D      A ──internal table──▶ E
  test('names an edge by its property or slot, and numbers elements and hidden edges', async () => {
    const heap = new HeapBuilder();
    const [b, c, d, e] = ['B', 'C', 'D', 'E'].map((name) => heap.object(name));
    const a = heap.object('A').property('x', b).element(7, c).hidden(3, d).internal('table', e);
    heap.global.property('a', a);
    const { graph, at } = await graphOf(heap);
    const edges: (string | number | null)[][] = [];
    for (let edge = graph.firstEdges[at(a)]; edge < graph.firstEdges[at(a) + 1]; edge += 1)
      edges.push([graph.edgeType(edge), graph.edgeName(edge), graph.edgeIndex(edge), graph.target(edge)]);
    expect(edges).toEqual([
      [EdgeType.property, 'x', null, at(b)],
      [EdgeType.element, '7', 7, at(c)],
      [EdgeType.hidden, '3', 3, at(d)],
      [EdgeType.internal, 'table', null, at(e)],
    ]);
  });

  // (root) ──1──▶ (GC roots)     (root) ──shortcut "2"──▶ global     (root) ──3──▶ Node / TCPWrap
  test.each(ALL_VERSIONS)('names recoded edges of the root as the file did (Node %s)', async (version) => {
    const heap = new HeapBuilder({ version });
    heap.handle('TCP', heap.object('Socket'));
    const { graph } = await graphOf(heap);
    const edges: (string | number | null)[][] = [];
    for (let edge = graph.firstEdges[0]; edge < graph.firstEdges[1]; edge += 1)
      edges.push([graph.edgeCode(edge), graph.edgeName(edge), graph.edgeIndex(edge)]);
    expect(edges).toEqual([
      [EdgeCode.element, '1', 1],
      [EdgeCode.rootShortcut, '2', null],
      [EdgeCode.handleRoot, '3', 3],
    ]);
  });

  // (Global handles) ──internal "2"──▶ TCP ⇄ Node / TCPWrap
  test('names a recoded edge of the global handles by its string', async () => {
    const heap = new HeapBuilder();
    const handle = heap.handle('TCP', heap.object('Socket'));
    const { graph, at } = await graphOf(heap);
    const roots = at(heap.gcRoot('(Global handles)'));
    const edge = graph.findEdge(roots, EdgeType.internal, '2');
    expect(edge).toBe(-1);
    const recoded: (string | number)[][] = [];
    for (let e = graph.firstEdges[roots]; e < graph.firstEdges[roots + 1]; e += 1)
      if (graph.target(e) === at(handle)) recoded.push([graph.edgeCode(e), graph.edgeType(e), graph.edgeName(e)]);
    expect(recoded).toEqual([[EdgeCode.handleRoot, EdgeType.internal, '2']]);
  });

  test('tells the source of every edge, also beside nodes that have none', async () => {
    const heap = new HeapBuilder();
    const leaves = Array.from({ length: 20 }, () => heap.object('Leaf'));
    const fan = heap.object('Fan');
    leaves.forEach((leaf, index) => fan.element(index, leaf));
    heap.global.property('fan', fan);
    const { graph } = await graphOf(heap);
    for (let node = 0; node < graph.nodeCount; node += 1)
      for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1)
        expect(graph.source(edge)).toBe(node);
  });

  // Conn ──next──▶ A    Conn ══weak next══▶ B
  test('follows the first edge of the type asked for', async () => {
    const heap = new HeapBuilder();
    const [a, b] = [heap.object('A'), heap.object('B')];
    const conn = heap.object('Conn').weak('next', b).property('next', a);
    heap.global.property('conn', conn).property('b', b);
    const { graph, at } = await graphOf(heap);
    expect(graph.follow(at(conn), EdgeType.property, 'next')).toBe(at(a));
    expect(graph.follow(at(conn), EdgeType.weak, 'next')).toBe(at(b));
    expect(graph.follow(at(conn), EdgeType.internal, 'next')).toBe(-1);
    expect(graph.follow(at(conn), EdgeType.property, 'missing')).toBe(-1);
  });

  test('tells objects of the program from the engine’s', async () => {
    const heap = new HeapBuilder();
    const context = heap.context({ item: heap.object('Item') });
    const closure = heap.closure('work', { context });
    const item = heap.object('Item');
    heap.global.property('work', closure).property('item', item);
    const { graph, at } = await graphOf(heap);
    expect([item, context, closure].map((node) => graph.isObject(at(node)))).toEqual([true, false, false]);
    expect([item, context, closure].map((node) => graph.isContext(at(node)))).toEqual([false, true, false]);
    expect(graph.nodeType(at(closure))).toBe(NodeType.closure);
  });
});
