import { describe, expect, test } from 'vitest';
import { EdgeCode, RETAINS } from '../../src/graph/edge-codes.js';
import type { HeapGraph } from '../../src/graph/heap-graph.js';
import { HeapBuilder } from '../support/heap-dsl.js';
import { HeapRegistry } from '../support/heap-dsl-registry.js';
import { ALL_VERSIONS, graphOf } from './graph-of.js';

/** Codes of all edges between two nodes. */
function codes(graph: HeapGraph, from: number, to: number): EdgeCode[] {
  const found: EdgeCode[] = [];
  for (let edge = graph.firstEdges[from]; edge < graph.firstEdges[from + 1]; edge += 1)
    if (graph.target(edge) === to) found.push(graph.edgeCode(edge));
  return found;
}

describe('applyRetentionRules', () => {
  // WeakRef ══target══▶ Conn
  test('a weak edge never retains', async () => {
    const heap = new HeapBuilder();
    const conn = heap.object('Conn');
    const ref = heap.weakRef(conn);
    heap.global.property('ref', ref).property('conn', conn);
    const { graph, at } = await graphOf(heap);
    expect(codes(graph, at(ref), at(conn))).toEqual([EdgeCode.weak]);
    expect(RETAINS[EdgeCode.weak]).toBe(0);
  });

  // (root) ──shortcut──▶ global ──f──▶ native_bind ──shortcut bound_argument_0──▶ Arg
  test.each(ALL_VERSIONS)('a shortcut retains from the root and from nowhere else (Node %s)', async (version) => {
    const heap = new HeapBuilder({ version });
    const arg = heap.object('Arg');
    const bound = heap.bound(heap.closure('work'), heap.object('Self'), arg);
    heap.global.property('f', bound).property('arg', arg);
    const { graph, at } = await graphOf(heap);
    const shortcut = heap.root.edges.find(({ type }) => type === 'shortcut');
    if (shortcut === undefined) throw new Error('the root of a heap has a shortcut');
    expect(codes(graph, 0, at(shortcut.to))).toEqual([EdgeCode.rootShortcut]);
    expect(codes(graph, at(bound), at(arg))).toEqual([EdgeCode.shortcut]);
    expect([RETAINS[EdgeCode.rootShortcut], RETAINS[EdgeCode.shortcut]]).toEqual([1, 0]);
  });

  // global ─▶ WeakMap ─table─▶ [array] ─"N / part of key …"─▶ Value ◀─the same─ Key
  test('an entry of a WeakMap retains through its key, never through the table', async () => {
    const heap = new HeapBuilder();
    const [key, value] = [heap.object('Key'), heap.object('Value')];
    const weakMap = heap.weakMap().entry(key, value);
    heap.global.property('map', weakMap).property('key', key);
    const { graph, at } = await graphOf(heap);
    expect(codes(graph, at(key), at(value))).toEqual([EdgeCode.ephemeronValue]);
    expect(codes(graph, at(weakMap.table), at(value)).sort()).toEqual([EdgeCode.weak, EdgeCode.ephemeronTable]);
    expect([RETAINS[EdgeCode.ephemeronValue], RETAINS[EdgeCode.ephemeronTable]]).toEqual([1, 0]);
    expect([...graph.ephemeronTables.values()]).toEqual([at(weakMap.table)]);
  });

  // Key ─"… (table @999999)"─▶ Value, and no node has that id
  test('an entry whose table is gone retains nothing', async () => {
    const heap = new HeapBuilder();
    const [key, value] = [heap.object('Key'), heap.object('Value')];
    key.internal(
      `1 / part of key (Key @${key.id}) -> value (Value @${value.id}) pair in WeakMap (table @999999)`,
      value,
    );
    heap.global.property('key', key).property('value', value);
    const { graph, at } = await graphOf(heap);
    expect(codes(graph, at(key), at(value))).toEqual([EdgeCode.ephemeronTable]);
    expect(graph.ephemeronTables.size).toBe(0);
  });

  // WeakMap ─table─▶ [array] ─"…"─▶ Value ◀─"…"─ Key      Stray ─"… (table @array)"─▶ Value, nothing leads from the array to it
  test('an entry is found whose key the table does not lead to', async () => {
    const heap = new HeapBuilder();
    const [key, stray, value] = [heap.object('Key'), heap.object('Stray'), heap.object('Value')];
    const weakMap = heap.weakMap().entry(key, value);
    stray.internal(
      `7 / part of key (Stray @${stray.id}) -> value (Value @${value.id}) pair in WeakMap (table @${weakMap.table.id})`,
      value,
    );
    heap.global.property('key', key).property('stray', stray).property('map', weakMap);
    const { graph, at } = await graphOf(heap);
    expect(codes(graph, at(stray), at(value))).toEqual([EdgeCode.ephemeronValue]);
    expect([...graph.ephemeronTables.values()]).toEqual([at(weakMap.table), at(weakMap.table)]);
  });

  // Two WeakMaps and one key: each entry waits for its own table.
  test('entries of several WeakMaps are distinguished by the table in their name', async () => {
    const heap = new HeapBuilder();
    const key = heap.object('Key');
    const [first, second] = [heap.object('First'), heap.object('Second')];
    const maps = [heap.weakMap().entry(key, first), heap.weakMap().entry(key, second)];
    heap.global.property('key', key).property('a', maps[0]).property('b', maps[1]);
    const { graph, at } = await graphOf(heap);
    const tables = [...graph.ephemeronTables].map(([edge, table]) => [graph.target(edge), table]);
    expect(tables).toEqual([
      [at(first), at(maps[0].table)],
      [at(second), at(maps[1].table)],
    ]);
  });

  // Key ──property "1 / part of key … (table @N)"──▶ Value: the program's own property, oddly named
  test('a property of the program is not taken for an entry, whatever its name', async () => {
    const heap = new HeapBuilder();
    const [key, value] = [heap.object('Key'), heap.object('Value')];
    const weakMap = heap.weakMap().entry(heap.object('Other'), heap.object('Else'));
    key.property(`1 / part of key (Key @1) -> value (Value @3) pair in WeakMap (table @${weakMap.table.id})`, value);
    heap.global.property('key', key).property('map', weakMap);
    const { graph, at } = await graphOf(heap);
    expect(codes(graph, at(key), at(value))).toEqual([EdgeCode.property]);
  });

  // FinalizationRegistry ─▶ WeakCell ─1─▶ Held,  ══target══▶ Target
  test('a value held for an object is distinguished, with the object that it is held for', async () => {
    const heap = new HeapBuilder();
    const registry = new HeapRegistry(heap);
    const [target, held, orphan] = [heap.object('Target'), heap.object('Held'), heap.object('Orphan')];
    const cell = registry.register(target, held);
    const other = registry.register(null, orphan);
    heap.global.property('registry', registry.node).property('target', target);
    const { graph, at } = await graphOf(heap);
    expect(codes(graph, at(cell), at(held))).toEqual([EdgeCode.heldValue]);
    expect(codes(graph, at(cell), at(target))).toEqual([EdgeCode.weak]);
    expect(codes(graph, at(cell), at(registry.node))).toEqual([EdgeCode.hidden]);
    expect(codes(graph, at(other), at(cell))).toEqual([EdgeCode.hidden]);
    expect(codes(graph, at(other), at(orphan))).toEqual([EdgeCode.heldValue]);
    expect(RETAINS[EdgeCode.heldValue]).toBe(1);
    expect([...graph.heldFor].map(([edge, node]) => [graph.target(edge), node])).toEqual([[at(held), at(target)]]);
  });

  // (Strong roots) ──weak_refs_keep_during_job──▶ [array] ──▶ Conn      (Strong roots) ──other──▶ Kept
  test('what a WeakRef keeps during the job is distinguished from what strong roots keep', async () => {
    const heap = new HeapBuilder();
    const [jobSet, kept] = [heap.allocate('array', ''), heap.object('Kept')];
    const strong = heap.gcRoot('(Strong roots)');
    strong.internal('weak_refs_keep_during_job', jobSet).internal('microtask_queue', kept);
    const { graph, at } = await graphOf(heap);
    expect(codes(graph, at(strong), at(jobSet))).toEqual([EdgeCode.jobScoped]);
    expect(codes(graph, at(strong), at(kept))).toEqual([EdgeCode.internal]);
  });

  // Pool ──internal weak_refs_keep_during_job──▶ Conn
  test('that name means nothing below any other node', async () => {
    const heap = new HeapBuilder();
    const conn = heap.object('Conn');
    const pool = heap.object('Pool').internal('weak_refs_keep_during_job', conn);
    heap.global.property('pool', pool);
    const { graph, at } = await graphOf(heap);
    expect(codes(graph, at(pool), at(conn))).toEqual([EdgeCode.internal]);
  });

  test.each(['(Stack roots)', '(Handle scope)', '(Debugger)', '(Relocatable)'] as const)(
    'what %s holds lasts no longer than the call',
    async (name) => {
      const heap = new HeapBuilder();
      const conn = heap.object('Conn');
      heap.gcRoot(name).internal('1', conn);
      const { graph, at } = await graphOf(heap);
      expect(codes(graph, at(heap.gcRoot(name)), at(conn))).toEqual([EdgeCode.transientRoot]);
    },
  );

  test('a weak edge of a root stays weak', async () => {
    const heap = new HeapBuilder();
    const conn = heap.object('Conn');
    heap.gcRoot('(Stack roots)').weak('1', conn);
    heap.gcRoot('(Global handles)').weak('2', conn);
    heap.global.property('conn', conn);
    const { graph, at } = await graphOf(heap);
    expect(codes(graph, at(heap.gcRoot('(Stack roots)')), at(conn))).toEqual([EdgeCode.weak]);
    expect(codes(graph, at(heap.gcRoot('(Global handles)')), at(conn))).toEqual([EdgeCode.weak]);
  });

  // (root) ─▶ Node / TCPWrap ⇄ TCP ◀─ (Global handles) ─▶ Plain
  test('an open handle is a root of its own kind, from the root and from the global handles', async () => {
    const heap = new HeapBuilder();
    const handle = heap.handle('TCP', heap.object('Socket'));
    const native = heap.root.edges.find(({ to }) => to.name === 'Node / TCPWrap')?.to;
    if (native === undefined) throw new Error('a handle has a native half');
    const plain = heap.object('Plain');
    const handles = heap.gcRoot('(Global handles)').internal('9', plain);
    const { graph, at } = await graphOf(heap);
    expect(codes(graph, 0, at(native))).toEqual([EdgeCode.handleRoot]);
    expect(codes(graph, at(handles), at(handle))).toEqual([EdgeCode.handleRoot]);
    expect(codes(graph, at(handles), at(plain))).toEqual([EdgeCode.internal]);
    expect(codes(graph, at(native), at(handle))).toEqual([EdgeCode.internal]);
  });

  // (Global handles) ─▶ HTTPParser ─__proto__▶ AsyncWrap,  ─▶ HTTPParser ─__proto__▶ Object
  test('the parser of an open HTTP connection is a handle, and a class of that name is not', async () => {
    const heap = new HeapBuilder();
    const parser = heap.object('HTTPParser').property('__proto__', heap.object('AsyncWrap'));
    const other = heap.object('HTTPParser').property('__proto__', heap.object('Object'));
    const handles = heap.gcRoot('(Global handles)').internal('1', parser).internal('2', other);
    const { graph, at } = await graphOf(heap);
    expect(codes(graph, at(handles), at(parser))).toEqual([EdgeCode.handleRoot]);
    expect(codes(graph, at(handles), at(other))).toEqual([EdgeCode.internal]);
  });

  // (root) ─▶ Node / Environment, Node / ModuleWrap
  test('native objects of Node.js that are no handles are ordinary roots', async () => {
    const heap = new HeapBuilder();
    const natives = ['Node / Environment', 'Node / ModuleWrap'].map((name) => heap.allocate('native', name));
    for (const native of natives) heap.root.element(9, native);
    const { graph, at } = await graphOf(heap);
    for (const native of natives) expect(codes(graph, 0, at(native))).toEqual([EdgeCode.element]);
  });
});
