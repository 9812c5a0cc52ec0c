import { expect, test } from 'vitest';
import { ClassIdentities } from '../../../src/analyzers/objects/class-identity.js';
import { ALL_VERSIONS, graphOf } from '../../graph/graph-of.js';
import { HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';

// Two classes of one name in turn, a third one, functions, scopes, and what shares nothing:
//   Job ──__proto__──▶ prototype A      Job ──__proto__──▶ prototype B      Task ──__proto__──▶ prototype C
test.each(ALL_VERSIONS)(
  'instances are counted as one by one, also where two kinds take turns: Node %s',
  async (version) => {
    const heap = new HeapBuilder({ version });
    const classes = [1, 2, 3].map((line) =>
      heap.class(line === 3 ? 'Task' : 'Job', { file: '/srv/a.js', line, column: 1 }),
    );
    const shared = heap.shared('work');
    const kept = [0, 1, 0, 1, 1, 0, 2, 2, 0].map((which) => heap.object(classes[which]));
    const functions = [1, 2, 3].map((n) => heap.closure('work', { context: { n } }).internal('shared', shared));
    heap.global.property('all', heap.array([...kept, ...functions, heap.map([['a', heap.object('Object')]])]));
    const { graph, at } = await graphOf(heap);

    const identities = new ClassIdentities(graph);
    const expected = new Map<number, number>();
    for (let node = 0; node < graph.nodeCount; node += 1) {
      const kind = identities.kindOf(node);
      const identity = kind === null ? -1 : identities.identityOf(node, kind);
      if (identity !== -1)
        expected.set(identities.keyOf(identity), (expected.get(identities.keyOf(identity)) ?? 0) + 1);
    }
    const counts = identities.count();
    expect(new Map([...counts].sort())).toEqual(new Map([...expected].sort()));
    expect(classes.map(({ prototype }) => counts.get(identities.keyOf(at(prototype))))).toEqual([4, 3, 2]);
    expect(counts.get(graph.nodeIds[at(shared)])).toBe(3);
  },
);

//   Made ──__proto__──▶ prototype ──constructor──▶ closure ──shared──▶ code      `const make = () => new (class Made extends Base {})()`
//                          └──__proto__──▶ Base.prototype
test('classes made anew by each call are one kind, but for what they extend and what they are called', async () => {
  const heap = new HeapBuilder();
  const shared = heap.shared('');
  const bases = [heap.object('Base'), heap.object('Base')];
  const make = (name: string, base: HeapNode): HeapNode => {
    const made = heap.closure(name).internal('shared', shared);
    return heap
      .object(name)
      .property('__proto__', heap.object('Object').property('constructor', made).property('__proto__', base));
  };
  const kept = [make('Made', bases[0]), make('Made', bases[0]), make('Made', bases[1]), make('Other', bases[0])];
  heap.global.property('all', heap.array(kept));
  const keys = async () => {
    const { graph, at } = await graphOf(heap);
    const identities = new ClassIdentities(graph);
    const counts = identities.count();
    return kept.map((node) => {
      const key = identities.keyOf(identities.identityOf(at(node), 'class'));
      return [key, counts.get(key)];
    });
  };

  const before = await keys();
  const [first, second, otherBase, otherName] = before.map(([key]) => key);
  expect(second).toBe(first);
  expect(new Set([first, otherBase, otherName]).size).toBe(3);
  expect(before.map(([, count]) => count)).toEqual([2, 2, 1, 1]);

  // The kind outlives the object by which it was met first.
  const gone = kept.shift();
  heap.global.property('all', heap.array(kept));
  expect(gone).toBeDefined();
  expect((await keys()).map(([key]) => key)).toEqual([second, otherBase, otherName]);
});

/** Identity and number of the kind of each, in a heap that keeps them all. */
async function kindsOf(heap: HeapBuilder, kept: readonly HeapNode[]): Promise<[key: number, count: number][]> {
  heap.global.property('all', heap.array(kept));
  const { graph, at } = await graphOf(heap);
  const identities = new ClassIdentities(graph);
  const counts = identities.count();
  return kept.map((node) => {
    const key = identities.keyOf(identities.identityOf(at(node), 'class'));
    return [key, counts.get(key) ?? 0];
  });
}

function classOf(heap: HeapBuilder, name: string, line: number, prototype: HeapNode): HeapNode {
  const made = heap.closure(name, { place: { file: '/srv/zoo.js', line, column: 1 } }).property('prototype', prototype);
  heap.global.property(name, made);
  return made;
}

//   Ape ──__proto__──▶ (no constructor) ──__proto__──▶ prototype of Beast ◀──__proto__── (no constructor) ◀──__proto__── Cat
test('classes without a constructor of their own are not one for what they extend', async () => {
  const heap = new HeapBuilder();
  const root = heap.object('Object');
  root.property('constructor', classOf(heap, 'Beast', 1, root));
  const [apes, cats] = ['Ape', 'Cat'].map((name, index) => {
    const prototype = heap.object('Beast').property('__proto__', root);
    classOf(heap, name, index + 2, prototype);
    return prototype;
  });
  const ape = () => heap.object('Ape').property('__proto__', apes);
  const cat = () => heap.object('Cat').property('__proto__', cats);
  const beast = heap.object('Beast').property('__proto__', root);
  const standIn = heap.object('Beast').property('__proto__', cat());

  const kinds = await kindsOf(heap, [ape(), cat(), ape(), standIn, beast, ape()]);
  const [first, second, third, fourth, fifth, last] = kinds.map(([key]) => key);
  expect([third, last, fourth]).toEqual([first, first, second]);
  expect(new Set([first, second, fifth]).size).toBe(3);
  // The cat that another object was made from counts as well.
  expect(kinds.map(([, count]) => count)).toEqual([3, 3, 3, 3, 1, 3]);
});

//   Ape ──map──▶ shape ──back_pointer──▶ shape ──constructor──▶ function Ape ──prototype──┐
//    └──__proto__─────────────────────────────────────────────────────────────────────────▶ prototype of Beast
test('of several functions with one prototype, the one that made an object is its class', async () => {
  const heap = new HeapBuilder();
  const common = heap.object('Object');
  const beasts = classOf(heap, 'Beast', 1, common);
  common.property('constructor', beasts);
  const apes = classOf(heap, 'Ape', 2, common);
  const stranger = classOf(heap, 'Stranger', 3, heap.object('Object'));
  const shapeOf = (function_: HeapNode) => {
    const first = heap.allocate('object shape', 'system / Map').internal('constructor', function_);
    return heap.allocate('object shape', 'system / Map').internal('back_pointer', first);
  };
  const shapes = { beast: shapeOf(beasts), ape: shapeOf(apes), ape2: shapeOf(apes), stranger: shapeOf(stranger) };
  const make = (name: string, shape: HeapNode) =>
    heap.object(name).property('__proto__', common).internal('map', shape);
  const kinds = await kindsOf(heap, [
    make('Ape', shapes.ape),
    make('Beast', shapes.beast),
    make('Ape', shapes.ape2),
    make('Beast', shapes.stranger),
  ]);
  const [ape, beast, otherShape, stray] = kinds.map(([key]) => key);
  expect(ape).not.toBe(beast);
  expect(otherShape).toBe(ape);
  // Who did not make it by its own prototype says nothing: then the constructor decides.
  expect(stray).toBe(beast);
  expect(kinds.map(([, count]) => count)).toEqual([2, 2, 2, 2]);
});
