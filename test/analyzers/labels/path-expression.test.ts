import { getHeapSnapshot } from 'node:v8';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describePath } from '../../../src/analyzers/labels/retaining-path.js';
import { HeapGraph } from '../../../src/graph/heap-graph.js';
import { PathTree } from '../../../src/graph/path-tree.js';
import { readNode } from '../../../src/graph/values.js';
import { openSnapshotStream } from '../../../src/snapshot/byte-source.js';
import { EdgeType, NodeType } from '../../../src/snapshot/kinds.js';
import { readSnapshot } from '../../../src/snapshot/read-snapshot.js';
import { HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';

async function expressionOf(heap: HeapBuilder, node: HeapNode): Promise<string | null> {
  const graph = new HeapGraph(await heap.toColumns());
  return describePath(graph, new PathTree(graph), graph.nodeIds.indexOf(node.id)).expression;
}

class PathTarget {
  readonly tag: string;
  constructor(tag: string) {
    // As a key it is one flat string, which a snapshot shows; a string put together is not.
    this.tag = Object.keys({ [tag]: 1 })[0];
  }
}
const ROOM = 'roomOfPathExpressions';
const PAIRS = Array.from({ length: 12 }, (_, index) => index);

/** Collections of this process: deleted entries, grown tables, keys that are numbers, an object, a Map in a Map. */
function fillRoom(): Record<string, unknown> {
  const deleted = new Map(PAIRS.map((index) => [`k${index}`, new PathTarget(`deleted ${index}`)]));
  for (const key of ['k0', 'k3', 'k7']) deleted.delete(key);
  const numbered = new Map(PAIRS.map((index) => [index, new PathTarget(`numbered ${index}`)]));
  const members = new Set(PAIRS.map((index) => new PathTarget(`member ${index}`)));
  members.delete([...members][2]);
  const keys = new Map([[new PathTarget('key'), 1]]);
  const mixed = new Map<unknown, unknown>([
    [1, 2],
    [new PathTarget('mixed'), 3],
    ['a', undefined],
  ]);
  const nested = new Map([['inner', { list: new Map([['x', [new PathTarget('nested')]]]) }]]);
  return { deleted, numbered, members, keys, mixed, nested, 'odd name': { at: [new PathTarget('named')] } };
}

describe('the expression of a path, in a heap of this process', () => {
  const expressions = new Map<string, string | null>();

  beforeAll(async () => {
    Object.assign(globalThis, { [ROOM]: fillRoom() });
    const graph = new HeapGraph(await readSnapshot(openSnapshotStream(getHeapSnapshot(), 'this process')));
    const tree = new PathTree(graph);
    for (let node = 0; node < graph.nodeCount; node += 1) {
      if (graph.nodeType(node) !== NodeType.object || graph.nodeName(node) !== PathTarget.name) continue;
      const tag = readNode(graph, graph.follow(node, EdgeType.property, 'tag'));
      if (tag.kind === 'string') expressions.set(graph.nodeName(tag.node), describePath(graph, tree, node).expression);
    }
  }, 60_000);

  afterAll(() => {
    Reflect.deleteProperty(globalThis, ROOM);
  });

  test('leads to the object, through Maps and Sets, whatever was deleted from them', () => {
    expect(expressions.size).toBe(9 + 12 + 11 + 1 + 1 + 1 + 1);
    for (const [tag, expression] of expressions) {
      // Which of its entries are deleted, not every version of Node.js shows.
      if (tag === 'mixed' && expression === null) continue;
      if (tag === 'named') {
        // A name that is no identifier may be a key, and a key may be a secret.
        expect(expression).toBeNull();
        continue;
      }
      expect(expression, tag).toContain(ROOM);
      const found: unknown = new Function(`return ${expression}`)();
      expect(found, `${tag}: ${expression}`).toMatchObject({ tag });
    }
  });
});

describe('the expression of a path', () => {
  //   globalThis ─pool─▶ Pool ─used─▶ Map { 'a' → …, 'b' → Conn ─peers─▶ Set { Peer } }
  test('is written by the place of an entry, never by its key, which may be a secret', async () => {
    const heap = new HeapBuilder();
    const peer = heap.object('Peer');
    const conn = heap.object('Conn').property('peers', heap.set([heap.object('Peer'), peer]));
    const used = heap.map([
      ['token-a', heap.object('Conn')],
      ['token-b', conn],
    ]);
    heap.global.property('pool', heap.object('Pool').property('used', used));
    expect(await expressionOf(heap, peer)).toBe('[...[...globalThis.pool.used.values()][1].peers][1]');
  });

  //   globalThis ─use─▶ use() ─▶ Context ─conn─▶ Conn      globalThis ─p─▶ P ─#q─▶ Q
  test('is none where a variable or a private field is on the way', async () => {
    const heap = new HeapBuilder();
    const conn = heap.object('Conn');
    const hidden = heap.object('Q');
    heap.global.property('use', heap.closure('use', { context: { conn } }));
    heap.global.property('p', heap.object('P').private('q', hidden));
    expect(await expressionOf(heap, conn)).toBeNull();
    expect(await expressionOf(heap, hidden)).toBeNull();
  });

  //   Map { 1 → 2, 7 → Conn }: the first entry leaves no trace, as a deleted one would
  test('is none where numbers and deleted entries cannot be distinguished', async () => {
    const heap = new HeapBuilder();
    const conn = heap.object('Conn');
    heap.global.property(
      'm',
      heap.map([
        [1, 2],
        [7, conn],
      ]),
    );
    expect(await expressionOf(heap, conn)).toBeNull();
  });
});

describe('the keys of a dictionary', () => {
  const SECRET = 'sk_live_f7c6a23b';
  /** The path to a Conn that lies under the key; `put` makes the object that has it. */
  async function pathOf(put: (heap: HeapBuilder, conn: HeapNode) => HeapNode): Promise<string> {
    const heap = new HeapBuilder();
    const conn = heap.object('Conn');
    heap.global.property('vault', heap.object('Vault').property('held', put(heap, conn)));
    const graph = new HeapGraph(await heap.toColumns());
    const { folded, expression } = describePath(graph, new PathTree(graph), graph.nodeIds.indexOf(conn.id));
    return `${folded} ${expression ?? ''}`;
  }

  test('are not shown: not those that are no identifiers, and none of an object that is a table', async () => {
    const odd = await pathOf((heap, conn) => heap.object('Object').property('jane@example.com', conn));
    const table = await pathOf((heap, conn) => {
      const store = heap.allocate('array', '(object properties)').internal('0', conn);
      return heap.object('Object').property(SECRET, conn).internal('properties', store);
    });
    const many = await pathOf((heap, conn) => {
      const object = heap.object('Object').property(SECRET, conn);
      for (let index = 0; index < 20; index += 1) object.property(`k${index}`, heap.object('Conn'));
      return object;
    });
    for (const path of [odd, table, many]) {
      expect(path).toContain('Object{} → Conn');
      expect(path).not.toMatch(/jane|sk_live/);
    }
  });

  test('are distinguished from the fields of a record, and from events', async () => {
    expect(await pathOf((heap, conn) => heap.object('Object').property('first', conn))).toContain(
      'Object.first → Conn globalThis.vault.held.first',
    );
    const heap = new HeapBuilder();
    const conn = heap.object('Conn');
    const events = heap.object('Object').property('query-error', heap.object('Object').property('conn', conn));
    heap.global.property('link', heap.object('Link').property('_events', events));
    expect(await expressionOf(heap, conn)).toBe('globalThis.link._events["query-error"].conn');
  });
});
