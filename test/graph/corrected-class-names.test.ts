import { describe, expect, test } from 'vitest';
import { HeapBuilder, type HeapNode } from '../support/heap-dsl.js';
import { ALL_VERSIONS, graphOf } from './graph-of.js';

/** A function of a script, with its `prototype`. */
function maker(heap: HeapBuilder, name: string, prototype: HeapNode, line = 1): HeapNode {
  const made = heap.closure(name, { place: { file: '/srv/zoo.js', line, column: 1 } }).property('prototype', prototype);
  heap.global.property(`${name}${line}`, made);
  return made;
}

//   function Sub ──prototype──▶ (V8: Beast) ──__proto__──▶ (V8: Object) ──constructor──▶ function Beast
//                                    ▲ __proto__
//                         Sub ───────┘
describe.each(ALL_VERSIONS)('Node %s', (version) => {
  test('what instances inherit from is an Object, though V8 calls it like the parent of their class', async () => {
    const heap = new HeapBuilder({ version });
    const root = heap.object('Object');
    root.property('constructor', maker(heap, 'Beast', root, 1));
    const created = heap.object('Beast').property('__proto__', root);
    const extended = heap.object('Beast').property('__proto__', root);
    maker(heap, 'Sub', created, 2);
    extended.property('constructor', maker(heap, 'Other', extended, 3));
    const beast = heap.object('Beast').property('__proto__', root);
    const sub = heap.object('Sub').property('__proto__', created);
    heap.global.property('all', heap.array([beast, sub]));

    const { graph, at } = await graphOf(heap);
    expect([root, created, extended, beast, sub].map((node) => graph.nodeName(at(node)))).toEqual([
      'Object',
      'Object',
      'Object',
      'Beast',
      'Sub',
    ]);
    expect([...graph.classes.objectsOf(graph.strings.indexOf('Beast'))]).toEqual([at(beast)]);
    expect(graph.nodeName(graph.prototypes.functionOf(at(created)))).toBe('Sub');
    expect(graph.prototypes.functionOf(at(sub))).toBe(-1);
  });
});

//   (V8: Beast) ──__proto__──▶ (V8: Beast) ──__proto__──▶ prototype of Sub ──__proto__──▶ prototype of Beast
//   made from an instance       an instance of Sub
test('what V8 finds no constructor for is called like the function whose prototype comes first', async () => {
  const heap = new HeapBuilder();
  const root = heap.object('Object');
  root.property('constructor', maker(heap, 'Beast', root, 1));
  const created = heap.object('Beast').property('__proto__', root);
  maker(heap, 'Sub', created, 2);
  const inherited = heap.object('Beast').property('__proto__', created);
  const standIn = heap.object('Beast').property('__proto__', inherited);
  const beast = heap.object('Beast').property('__proto__', root);
  heap.global.property('all', heap.array([standIn, beast]));

  const { graph, at } = await graphOf(heap);
  expect([inherited, standIn, beast].map((node) => graph.nodeName(at(node)))).toEqual(['Sub', 'Sub', 'Beast']);
});

//   function Sub ──prototype──▶ (V8: Parent) ──constructor──▶ function Emitter ──prototype──▶ another one
//                                    ▲ __proto__
//                       (V8: Emitter)
test('a constructor that a mixin copied names no instance', async () => {
  const heap = new HeapBuilder();
  const root = heap.object('Object');
  const emitter = maker(heap, 'Emitter', root, 1);
  root.property('constructor', emitter);
  const mixed = heap.object('Parent').property('constructor', emitter);
  maker(heap, 'Sub', mixed, 2);
  const own = heap.object('Kept');
  own.property('constructor', heap.closure('Kept', { place: { file: '/srv/zoo.js', line: 4, column: 1 } }));
  maker(heap, 'Other', own, 3);
  const sub = heap.object('Emitter').property('__proto__', mixed);
  const plain = heap.object('Emitter').property('__proto__', root);
  const kept = heap.object('Kept').property('__proto__', own);
  heap.global.property('all', heap.array([sub, plain, kept]));

  const { graph, at } = await graphOf(heap);
  expect([sub, plain, kept, mixed].map((node) => graph.nodeName(at(node)))).toEqual([
    'Sub',
    'Emitter',
    'Kept',
    'Object',
  ]);
});

test('a function without a name gives none', async () => {
  const heap = new HeapBuilder();
  const root = heap.object('Object');
  root.property('constructor', maker(heap, 'Beast', root, 1));
  const created = heap.object('Beast').property('__proto__', root);
  maker(heap, '', created, 2);
  const made = heap.object('Beast').property('__proto__', created);
  heap.global.property('all', heap.array([made]));

  const { graph, at } = await graphOf(heap);
  expect([created, made].map((node) => graph.nodeName(at(node)))).toEqual(['Object', 'Beast']);
});

test('what got the prototype of a class that extends its own later is called like that class', async () => {
  const heap = new HeapBuilder();
  const root = heap.object('Object');
  root.property('constructor', maker(heap, 'Beast', root, 1));
  const owning = heap.object('Beast').property('__proto__', root);
  owning.property('constructor', maker(heap, 'Sub', owning, 2));
  const stranger = heap.object('Object');
  stranger.property('constructor', maker(heap, 'Stranger', stranger, 5));
  const made = [owning, root, stranger].map((prototype) => heap.object('Beast').property('__proto__', prototype));
  heap.global.property('all', heap.array(made));

  const { graph, at } = await graphOf(heap);
  expect(made.map((node) => graph.nodeName(at(node)))).toEqual(['Sub', 'Beast', 'Beast']);
  expect(graph.prototypes.isShared(at(owning))).toBe(false);
});

test('one prototype of several functions leaves the names that V8 gives', async () => {
  const heap = new HeapBuilder();
  const root = heap.object('Object');
  root.property('constructor', maker(heap, 'Beast', root, 1));
  const common = heap.object('Beast').property('__proto__', root);
  maker(heap, 'One', common, 3);
  maker(heap, 'Two', common, 4);
  const made = [common].map((prototype) => heap.object('Beast').property('__proto__', prototype));
  heap.global.property('all', heap.array(made));

  const { graph, at } = await graphOf(heap);
  expect(made.map((node) => graph.nodeName(at(node)))).toEqual(['Beast']);
  expect(graph.prototypes.isShared(at(common))).toBe(true);
  expect(graph.nodeName(graph.prototypes.functionOf(at(common)))).toBe('One');
});

test('functions of one code that have one prototype share it with none', async () => {
  const heap = new HeapBuilder();
  const common = heap.object('Beast');
  const shared = heap.shared('One');
  const functions = [1, 2].map(() => heap.closure('One').internal('shared', shared).property('prototype', common));
  heap.global.property('all', heap.array(functions));

  const { graph, at } = await graphOf(heap);
  expect(graph.prototypes.isShared(at(common))).toBe(false);
  expect(graph.prototypes.functionOf(at(common))).toBe(at(functions[0]));
});

//   function* list ──prototype──▶ (V8: Generator) ◀──__proto__── Generator
//        └──__proto__──▶ GeneratorFunction
test('what a generator function has is no prototype of a class', async () => {
  const heap = new HeapBuilder();
  const prototype = heap.object('Generator').property('__proto__', heap.object('Object'));
  maker(heap, 'list', prototype).property('__proto__', heap.object('GeneratorFunction'));
  const running = heap.object('Generator').property('__proto__', prototype);
  heap.global.property('all', heap.array([running]));

  const { graph, at } = await graphOf(heap);
  expect([prototype, running].map((node) => graph.nodeName(at(node)))).toEqual(['Generator', 'Generator']);
  expect(graph.prototypes.functionOf(at(prototype))).toBe(-1);
});

test("prototypes of the engine's own functions keep their names", async () => {
  const heap = new HeapBuilder();
  const map = heap.object('Map');
  const engine = heap.closure('Map').internal('shared', heap.shared('Map')).property('prototype', map);
  heap.global.property('Map', engine).property('other', heap.object('Object'));

  const { graph, at } = await graphOf(heap);
  expect(graph.nodeName(at(map))).toBe('Map');
  expect(graph.prototypes.functionOf(at(map))).toBe(at(engine));
});
