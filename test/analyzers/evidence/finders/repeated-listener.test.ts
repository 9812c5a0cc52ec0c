import { expect, test } from 'vitest';
import { repeatedListener } from '../../../../src/analyzers/evidence/finders/repeated-listener.js';
import { HeapBuilder, type HeapNode } from '../../../support/heap-dsl.js';
import { placeCase } from '../../support/case-support.js';
import { see } from './finders-support.js';

/** As a report has it; the snapshot counts lines and columns from 0. */
const REPORTED = { file: '/srv/hub.js', line: 8, column: 4 };
const HERE = { file: '/srv/hub.js', line: 7, column: 3 };

/** Hub ─_events▶ Object ─close▶ [ functions ], at one place of the program each, or something else that is no function */
async function listenerOf(
  make: (heap: HeapBuilder) => readonly HeapNode[],
  field = '_events',
): Promise<ReturnType<typeof repeatedListener>> {
  const heap = new HeapBuilder();
  const targets = make(heap);
  heap.global.property('listeners', heap.array([...targets]));
  const { view, at } = await see(heap);
  const parts = [
    { kind: 'field', name: field },
    { kind: 'field', name: 'close' },
    { kind: 'index', name: null },
  ];
  const { context, label } = placeCase();
  const c = placeCase({
    context: { ...context, view },
    label: { ...label, parts },
    contents: { targets: targets.map(at) },
  });
  return repeatedListener(c);
}

const at = (heap: HeapBuilder, place: Partial<typeof HERE> = {}) =>
  heap.closure('onClose', { place: { ...HERE, ...place } });

test('an emitter got the function of one place again and again', async () => {
  expect(await listenerOf((heap) => [at(heap), at(heap), at(heap)])).toMatchObject(REPORTED);
});

test.each([{ file: '/srv/other.js' }, { line: 8 }, { column: 4 }])(
  'functions of two places are no repetition: %o',
  async (other) => {
    expect(await listenerOf((heap) => [at(heap), at(heap, other)])).toBeNull();
    expect(await listenerOf((heap) => [at(heap, other), at(heap)])).toBeNull();
  },
);

test('what is no function, and what is Node.js own, does not count', async () => {
  const found = await listenerOf((heap) => [
    heap.object('Handler'),
    at(heap, { file: 'node:internal/streams/duplex' }),
    heap.closure('unknown'),
    at(heap),
  ]);
  expect(found).toMatchObject(REPORTED);
});

test('another place has no listeners', async () => {
  expect(await listenerOf((heap) => [at(heap)], 'rows')).toBeNull();
});
