import { expect, test } from 'vitest';
import { besideLabel, tellingClassName } from '../../../src/analyzers/labels/class-names.js';
import { viewHeap } from '../../../src/analyzers/objects/heap-view.js';
import type { PlaceTranslator } from '../../../src/graph/script-places.js';
import { graphOf } from '../../graph/graph-of.js';
import { HeapBuilder, type HeapNode } from '../../support/heap-dsl.js';

/** An object of the last class; each extends the one before. */
function objectOf(heap: HeapBuilder, ...names: readonly string[]): HeapNode {
  let parent: HeapNode | null = null;
  for (const [line, name] of names.entries()) {
    const { prototype } = heap.class(name, { file: '/srv/app.js', line });
    if (parent !== null) prototype.property('__proto__', parent);
    parent = prototype;
  }
  const name = names.at(-1) ?? '';
  const made = heap.object(name).property('__proto__', parent);
  made.property('list', heap.array([heap.object('Item')]));
  heap.global.property('made', made);
  return made;
}

async function named(heap: HeapBuilder, node: HeapNode, translate?: PlaceTranslator): Promise<[string, string]> {
  const { graph, at } = await graphOf(heap);
  const view = viewHeap(graph, [], translate);
  const name = graph.nodeName(at(node));
  const edge = graph.firstEdges[at(node)] + 1;
  return [tellingClassName(view, at(node), name), besideLabel(view, view.labels.label(edge, at(node)))];
}

test.each([
  [['Commander', 'Class'], 'Class (extends Commander)', ' (Class extends Commander)'],
  [['Commander', 'Class', 'Class'], 'Class (extends Commander)', ' (Class extends Commander)'],
  [['Commander', 'Xe', '_class2'], '_class2 (extends Commander)', ' (_class2 extends Commander)'],
  [['Commander', 't'], 't (extends Commander)', ' (t extends Commander)'],
  // Where all are short, a generated name says less than a short one does.
  [['Qu', 'Xe', 'Class'], 'Class (extends Xe)', ' (Class extends Xe)'],
  [['Xe', 't'], 't', ''],
  // What nearly all extend tells nothing.
  [['EventEmitter', 'Class'], 'Class', ''],
  [['Class'], 'Class', ''],
  // Names that say something stand alone.
  [['Commander', 'Client'], 'Client', ''],
  [['Commander', 'Classroom'], 'Classroom', ''],
])('%j', async (classes, ofClass, ofLabel) => {
  const heap = new HeapBuilder();
  expect(await named(heap, objectOf(heap, ...classes))).toEqual([ofClass, ofLabel]);
});

test('a name in the source goes before an ancestor, if it says something', async () => {
  const heap = new HeapBuilder();
  const made = objectOf(heap, 'Commander', 't');
  expect(await named(heap, made, (place) => ({ ...place, function: 'Session' }))).toEqual([
    't (Session in its source)',
    ' (t is Session in its source)',
  ]);
  expect(await named(heap, made, (place) => ({ ...place, function: 'Tx' }))).toEqual([
    't (extends Commander)',
    ' (t extends Commander)',
  ]);
});

//   Class ──__proto__──▶ prototype of Class, without constructor ──__proto__──▶ prototype of Commander
test('an ancestor without a constructor of its own has the name of its function', async () => {
  const heap = new HeapBuilder();
  const commander = heap.object('Object');
  heap.closure('Commander', { place: { file: '/srv/app.js', line: 1 } }).property('prototype', commander);
  const keep = heap.closure('Commander').property('prototype', commander);
  const made = heap.object('Class').property('__proto__', heap.object('Object').property('__proto__', commander));
  heap.global.property('keep', keep).property('made', made);
  const { graph, at } = await graphOf(heap);
  expect(tellingClassName(viewHeap(graph, []), at(made), 'Class')).toBe('Class (extends Commander)');
});
