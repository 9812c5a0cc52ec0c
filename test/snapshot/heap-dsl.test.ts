import { describe, expect, it } from 'vitest';
import type { SnapshotColumns } from '../../src/snapshot/columns.js';
import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../../src/snapshot/columns.js';
import { EdgeType, edgeTypeHasIndexName } from '../../src/snapshot/kinds.js';
import { HeapBuilder } from '../support/heap-dsl.js';

const EDGE_TYPE_NAMES = new Map(Object.entries(EdgeType).map(([name, type]) => [type, name]));

/** All edges as `From@id -type name-> To@id`. */
function edges(columns: SnapshotColumns): string[] {
  const { strings, nodeNames, nodeIds, firstEdges, edgeHeads, edgeNames } = columns;
  const label = (node: number): string => `${strings.get(nodeNames[node])}@${nodeIds[node]}`;
  const lines: string[] = [];
  for (let node = 0; node < columns.nodeCount; node++) {
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge++) {
      const code = edgeHeads[edge] & EDGE_TYPE_MASK;
      const type = Object.values(EdgeType).find((known) => known === code) ?? EdgeType.other;
      const name = edgeTypeHasIndexName(type) ? edgeNames[edge] : strings.get(edgeNames[edge]);
      lines.push(`${label(node)} -${EDGE_TYPE_NAMES.get(type)} ${name}-> ${label(edgeHeads[edge] >>> EDGE_TYPE_BITS)}`);
    }
  }
  return lines;
}

/** The edges that a node of this name has or is the target of, ids left out. */
async function around(heap: HeapBuilder, name: string): Promise<string[]> {
  const plain = edges(await heap.toColumns()).filter(
    (line) => line.startsWith(`${name}@`) || line.includes(`-> ${name}@`),
  );
  return plain.map((line) => line.replace(/@\d+/g, '')).sort();
}

describe('HeapBuilder', () => {
  it('lists an array item twice: as an element, and as a slot of the element store', async () => {
    const heap = new HeapBuilder();
    heap.global.property('list', heap.array([heap.object('Item'), true]));
    expect(await around(heap, 'Item')).toEqual(['(object elements) -internal 0-> Item', 'Array -element 0-> Item']);
    expect(await around(heap, 'Array')).toContain('Array -element 1-> system / Oddball');
  });

  it('keeps node ids from one snapshot to the next, and leaves out what is not reachable any more', async () => {
    const heap = new HeapBuilder();
    const [kept, dropped] = [heap.object('Kept', { id: 5001 }), heap.object('Dropped', { id: 5003 })];
    const list = heap.array([kept, dropped]);
    heap.global.property('list', list);
    const before = await heap.toColumns();
    list.items.pop();
    list.push(heap.object('Fresh', { id: 5005 }));
    const after = await heap.toColumns();
    expect([5001, 5003, 5005].map((id) => before.nodeIds.includes(id))).toEqual([true, true, false]);
    expect([5001, 5003, 5005].map((id) => after.nodeIds.includes(id))).toEqual([true, false, true]);
    expect(() => heap.object('Taken', { id: 5003 })).toThrow('node id 5003 is taken');
  });

  it('gives an array that grows a new element store', async () => {
    const heap = new HeapBuilder();
    const list = heap.array([heap.object('Item')]);
    heap.global.property('list', list);
    const store = async () => edges(await heap.toColumns()).find((line) => line.includes('-internal elements->'));
    const before = await store();
    list.push(heap.object('Item'));
    const after = await store();
    list.push(heap.object('Item'));
    expect(after).not.toBe(before);
    expect(await store()).toBe(after);
  });

  it('spells booleans as the version does', async () => {
    for (const [version, expected] of [
      ['20', ['A -property ok-> system / Oddball']],
      ['24', ['A -property ok-> true']],
    ] as const) {
      const heap = new HeapBuilder({ version });
      heap.global.property('a', heap.object('A').property('ok', true));
      expect((await around(heap, 'A')).filter((line) => line.startsWith('A'))).toEqual(expected);
    }
    const heap = new HeapBuilder();
    heap.global.property('no', false);
    expect(await around(heap, 'system / Oddball')).toContain('system / Oddball -hidden 0-> false');
  });

  it('shows a number only where numbers are captured', async () => {
    for (const captureNumbers of [true, false]) {
      const heap = new HeapBuilder({ captureNumbers });
      heap.global.property('a', heap.object('A').property('max', 10));
      expect((await around(heap, 'A')).includes('A -property max-> smi number')).toBe(captureNumbers);
    }
  });

  //  WeakMap ──table──▶ table ┈weak┈▶ Key ──"1 / part of key…"──▶ Kept
  it('keeps the value of a WeakMap only while key and table live', async () => {
    const heap = new HeapBuilder();
    const key = heap.object('Key');
    const weakMap = heap.weakMap().entry(key, heap.object('Kept'));
    heap.global.property('weakMap', weakMap).property('key', key);
    expect((await around(heap, 'Kept')).map((line) => line.replace(/[ ]\/.*\)/, ''))).toEqual([
      ' -internal 3-> Kept',
      ' -weak 4-> Kept',
      'Key -internal 1-> Kept',
    ]);
    heap.global.remove('weakMap');
    expect(await around(heap, 'Kept')).toEqual([]);
    heap.global.property('weakMap', weakMap).remove('key');
    expect(await around(heap, 'Kept')).toEqual([]);
  });

  it('lists an out-of-object property twice until it is deleted', async () => {
    const heap = new HeapBuilder();
    const owner = heap.object('Owner').property('far', heap.object('Far'), { outOfObject: true });
    heap.global.property('owner', owner);
    expect(await around(heap, 'Far')).toEqual(['Owner -property far-> Far', 'system / PropertyArray -hidden 1-> Far']);
    owner.remove('far');
    expect(await around(heap, 'Far')).toEqual([]);
  });

  it('keeps the owner of an open handle and the callback of a timer, until they are closed', async () => {
    const heap = new HeapBuilder();
    const handle = heap.handle('TCP', heap.object('Socket'));
    const timer = heap.timeout(heap.closure('tick'), 50);
    expect([(await around(heap, 'Socket')).length, (await around(heap, 'tick')).length]).toEqual([1, 1]);
    heap.closeHandle(handle);
    heap.clearTimeout(timer);
    expect([(await around(heap, 'Socket')).length, (await around(heap, 'tick')).length]).toEqual([0, 0]);
  });

  it('gives objects of a class their place, and the script behind its constructor', async () => {
    const heap = new HeapBuilder({ version: '22' });
    const Conn = heap.class('Conn', { file: '/app/conn.js', line: 3, column: 6 });
    heap.global.property('conn', heap.object(Conn));
    const { locations } = await heap.toColumns();
    expect([locations.count, ...locations.lines, ...locations.columns]).toEqual([2, 3, 3, 6, 6]);
    expect(await around(heap, '/app/conn.js')).toEqual([
      '/app/conn.js -internal name-> /app/conn.js',
      'Conn -internal script-> /app/conn.js',
    ]);
  });

  it('writes the nodes in another order on request, the root still first', async () => {
    const heap = new HeapBuilder();
    heap.global.property('a', heap.object('A')).property('b', heap.map([['key', heap.object('B')]]));
    const reversed = await heap.toColumns({ order: (a, b) => b.id - a.id });
    expect(reversed.nodeIds[0]).toBe(1);
    expect(edges(reversed).sort()).toEqual(edges(await heap.toColumns()).sort());
  });
});
