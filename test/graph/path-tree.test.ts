import { describe, expect, test } from 'vitest';
import { PathPhase, PathTree } from '../../src/graph/path-tree.js';
import { HeapBuilder, type HeapNode } from '../support/heap-dsl.js';
import { HeapRegistry } from '../support/heap-dsl-registry.js';
import { ALL_VERSIONS, graphOf } from './graph-of.js';

/** Names of the edges of the path to a node from the global object, or from the root when it does not pass it. */
async function pathTo(heap: HeapBuilder, node: HeapNode): Promise<{ path: string; phase: PathPhase }> {
  const { graph, at } = await graphOf(heap);
  const tree = new PathTree(graph);
  const edges = tree.pathTo(at(node));
  const start = edges.findIndex((edge) => graph.source(edge) === at(heap.global));
  const path = edges.slice(Math.max(0, start)).map((edge) => graph.edgeName(edge));
  return { path: path.join('.'), phase: tree.phase(at(node)) };
}

describe('PathTree', () => {
  // global ─a─▶ A ─b─▶ B ─c─▶ C       global ─d─▶ D ─c─▶ C
  test('finds a shortest path', async () => {
    const heap = new HeapBuilder();
    const [a, b, c, d] = ['A', 'B', 'C', 'D'].map((name) => heap.object(name));
    heap.global.property('a', a.property('b', b.property('c', c))).property('d', d.property('c', c));
    const { graph, at } = await graphOf(heap);
    const tree = new PathTree(graph);
    expect(await pathTo(heap, c)).toEqual({ path: 'd.c', phase: PathPhase.user });
    expect(tree.parent(at(c))).toBe(at(d));
    expect(graph.edgeName(tree.parentEdge(at(c)))).toBe('c');
    expect(tree.depth(at(c))).toBe(tree.pathTo(at(c)).length);
    expect(tree.depth(at(a))).toBe(tree.depth(at(c)) - 1);
  });

  // global ─x─▶ X ─__proto__─▶ P ─cache─▶ Conn       global ─a─▶ A ─b─▶ B ─c─▶ C ─conn─▶ Conn
  test('prefers a long path of the program to a short one through a prototype', async () => {
    const heap = new HeapBuilder();
    const conn = heap.object('Conn');
    const proto = heap.object('P').property('cache', conn);
    const far = heap.object('B').property('c', heap.object('C').property('conn', conn));
    heap.global.property('x', heap.object('X').property('__proto__', proto));
    heap.global.property('a', heap.object('A').property('b', far));
    expect(await pathTo(heap, conn)).toEqual({ path: 'a.b.c.conn', phase: PathPhase.user });
  });

  test('goes through a prototype when nothing else leads there', async () => {
    const heap = new HeapBuilder();
    const conn = heap.object('Conn');
    const proto = heap.object('P').property('cache', conn);
    heap.global.property('x', heap.object('X').property('__proto__', proto));
    expect(await pathTo(heap, conn)).toEqual({ path: 'x.__proto__.cache', phase: PathPhase.engine });
  });

  // A field may be called like engine structure: Registry.map is no hidden class, Item.code no machine code.
  test.each(['map', 'code', 'script', 'shared', 'transitions'])(
    'takes a field called `%s` for what it is',
    async (name) => {
      const heap = new HeapBuilder();
      const conn = heap.object('Conn');
      heap.global.property('registry', heap.object('Registry').property(name, conn));
      const far = heap.object('A').property('b', heap.object('B').property('conn', conn));
      heap.global.property('far', far);
      expect(await pathTo(heap, conn)).toEqual({ path: `registry.${name}`, phase: PathPhase.user });
    },
  );

  // Conn ──internal map──▶ system / Map ──internal prototype──▶ P ─last─▶ Item
  test('internal edges of those names are engine structure', async () => {
    const heap = new HeapBuilder();
    const item = heap.object('Item');
    const shape = heap
      .allocate('object shape', 'system / Map')
      .internal('prototype', heap.object('P').property('last', item));
    heap.global.property('conn', heap.object('Conn').internal('map', shape));
    expect(await pathTo(heap, item)).toEqual({ path: 'conn.map.prototype.last', phase: PathPhase.engine });
  });

  // Registry ─▶ WeakCell ─held─▶ Tale ─guest─▶ Guest ◀─guest─ A ◀─a─ global
  test('prefers any other path to one through a held value, which tells what is reached without one', async () => {
    const heap = new HeapBuilder();
    const registry = new HeapRegistry(heap);
    const [guest, tale, lone] = [heap.object('Guest'), heap.object('Tale'), heap.object('Lone')];
    registry.register(guest, tale.property('guest', guest));
    registry.register(lone, heap.object('Tale').property('guest', lone));
    heap.global.property('r', registry.node).property('a', heap.object('A').property('guest', guest));
    expect(await pathTo(heap, guest)).toEqual({ path: 'a.guest', phase: PathPhase.user });
    expect((await pathTo(heap, tale)).phase).toBe(PathPhase.heldValue);
    expect((await pathTo(heap, lone)).phase).toBe(PathPhase.heldValue);
  });

  // (Global handles) ─▶ TCP ─owner_symbol─▶ Socket ◀─socket─ Conn ◀─[0]─ Array ◀─idle─ Pool ◀─ global
  test('prefers the program to an open handle, which is a root of its own', async () => {
    const heap = new HeapBuilder();
    const socket = heap.object('Socket');
    heap.handle('TCP', socket);
    const conn = heap.object('Conn').property('socket', socket);
    heap.global.property('pool', heap.object('Pool').property('idle', heap.array([conn])));
    expect(await pathTo(heap, socket)).toEqual({ path: 'pool.idle.0.socket', phase: PathPhase.user });
  });

  test('an open handle keeps its owner when nothing else does, until it is closed', async () => {
    const heap = new HeapBuilder();
    const socket = heap.object('Socket');
    const handle = heap.handle('TCP', socket);
    const before = await graphOf(heap, { keepGarbage: true });
    const tree = new PathTree(before.graph);
    expect(tree.phase(before.at(socket))).toBe(PathPhase.handle);
    expect(tree.isStronglyReached(before.at(socket))).toBe(true);
    heap.closeHandle(handle);
    const after = await graphOf(heap, { keepGarbage: true });
    expect(new PathTree(after.graph).isReached(after.at(socket))).toBe(false);
  });

  // (Stack roots) ─▶ Frame ─▶ Conn
  test('what only the stack holds is reached, but not strongly', async () => {
    const heap = new HeapBuilder();
    const conn = heap.object('Conn');
    heap.gcRoot('(Stack roots)').internal('1', heap.object('Frame').property('conn', conn));
    const { graph, at } = await graphOf(heap);
    const tree = new PathTree(graph);
    expect(tree.phase(at(conn))).toBe(PathPhase.transient);
    expect([
      tree.isReached(at(conn)),
      tree.isStronglyReached(at(conn)),
      tree.isStronglyReachedOrOnStack(at(conn)),
    ]).toEqual([true, false, true]);
  });

  // (Strong roots) ──weak_refs_keep_during_job──▶ [array] ─▶ Conn
  test('what a WeakRef keeps during the job comes last of all', async () => {
    const heap = new HeapBuilder();
    const [conn, both] = [heap.object('Conn'), heap.object('Both')];
    const jobSet = heap.allocate('array', '').internal('5', conn).internal('6', both);
    heap.gcRoot('(Strong roots)').internal('weak_refs_keep_during_job', jobSet);
    heap.gcRoot('(Stack roots)').internal('1', heap.object('Frame').property('both', both));
    const { graph, at } = await graphOf(heap);
    const tree = new PathTree(graph);
    expect([tree.phase(at(conn)), tree.phase(at(both))]).toEqual([PathPhase.jobScoped, PathPhase.transient]);
    expect(tree.isStronglyReachedOrOnStack(at(conn))).toBe(false);
  });

  test.each(['key first', 'table first'])('follows an entry of a WeakMap from its key, %s', async (order) => {
    const heap = new HeapBuilder();
    const [key, value] = [heap.object('Key'), heap.object('Value')];
    const map = heap.weakMap().entry(key, value);
    const far = (node: HeapNode) => heap.object('X').property('y', heap.object('Y').property('z', node));
    if (order === 'key first') heap.global.property('key', key).property('far', far(map));
    else heap.global.property('map', map).property('far', far(key));
    const { graph, at } = await graphOf(heap);
    const tree = new PathTree(graph);
    expect(tree.parent(at(value))).toBe(at(key));
    expect(tree.phase(at(value))).toBe(PathPhase.user);
  });

  // global ─▶ Key ⇒ Value; the table only through a prototype
  test('an entry is no better kept than its table', async () => {
    const heap = new HeapBuilder();
    const [key, value] = [heap.object('Key'), heap.object('Value')];
    const map = heap.weakMap().entry(key, value);
    const proto = heap.object('P').property('map', map);
    heap.global.property('key', key).property('x', heap.object('X').property('__proto__', proto));
    const { graph, at } = await graphOf(heap);
    expect(new PathTree(graph).phase(at(value))).toBe(PathPhase.engine);
  });

  // Lost ─▶ Also      (hangs on nothing)
  test('tells unreached nodes', async () => {
    const heap = new HeapBuilder();
    const also = heap.object('Also');
    const lost = heap.object('Lost').property('also', also).property('self', heap.global);
    const { graph, at } = await graphOf(heap, { keepGarbage: true });
    const tree = new PathTree(graph);
    for (const node of [lost, also]) {
      expect(tree.isReached(at(node))).toBe(false);
      expect(tree.isStronglyReached(at(node))).toBe(false);
      expect([tree.parentEdge(at(node)), tree.parent(at(node)), tree.depth(at(node))]).toEqual([-1, -1, 0]);
      expect(tree.pathTo(at(node))).toEqual([]);
    }
    expect([...tree.order]).not.toContain(at(lost));
    expect([tree.isReached(0), tree.parentEdge(0), tree.depth(0)]).toEqual([true, -1, 0]);
  });

  // (Strong roots) ─▶ Conn ◀─ … : the same node from every side
  test('the order of discovery holds each reached node once, parents before children', async () => {
    const heap = new HeapBuilder();
    const conn = heap.object('Conn').property('self', heap.global);
    heap.global
      .property('a', conn)
      .property('b', heap.array([conn, conn]))
      .property('c', heap.map([['k', conn]]));
    const { graph } = await graphOf(heap);
    const tree = new PathTree(graph);
    const rank = new Map([...tree.order].map((node, index) => [node, index]));
    expect(rank.size).toBe(tree.order.length);
    expect(tree.order[0]).toBe(0);
    for (const node of tree.order) {
      if (node === 0) continue;
      expect(rank.get(tree.parent(node))).toBeLessThan(rank.get(node) ?? -1);
    }
  });

  test.each(ALL_VERSIONS)('reaches the global object in the layout of Node %s', async (version) => {
    const heap = new HeapBuilder({ version });
    const conn = heap.object('Conn');
    heap.global.property('conn', conn);
    expect(await pathTo(heap, conn)).toEqual({ path: 'conn', phase: PathPhase.user });
  });

  // global ─head─▶ Link ─next─▶ Link ─next─▶ … × 100 000
  test('walks a list of 100 000 links without recursion', async () => {
    const heap = new HeapBuilder();
    let head = heap.object('Link');
    const last = head;
    for (let index = 1; index < 100_000; index += 1) head = heap.object('Link').edge('property', 'next', head);
    heap.global.property('head', head);
    const { graph, at } = await graphOf(heap);
    const tree = new PathTree(graph);
    expect(tree.depth(at(last)) - tree.depth(at(head))).toBe(99_999);
    expect(tree.pathTo(at(last))).toHaveLength(tree.depth(at(last)));
  });
});
