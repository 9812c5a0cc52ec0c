import { describe, expect, test } from 'vitest';
import { viewHeap } from '../../../../src/analyzers/objects/heap-view.js';
import { EdgeType } from '../../../../src/snapshot/kinds.js';
import { graphOf } from '../../../graph/graph-of.js';
import { HeapBuilder } from '../../../support/heap-dsl.js';
import { against, clusterCase } from '../../support/case-support.js';

const SUSPECTS = 20;
const HALF = 10;

/*
 * global ─owners─▶ Array ─▶ Owner × 20, each ─row─▶ Row and ─next─▶ Row
 */
const heap = new HeapBuilder();
const owners = Array.from({ length: SUSPECTS }, () =>
  heap.object('Owner').property('row', heap.object('Row')).property('next', heap.object('Row')),
);
heap.global.property('owners', heap.array(owners));
const { graph, at } = await graphOf(heap);
const edgesOf = (name: string) => owners.map((owner) => graph.findEdge(at(owner), EdgeType.property, name));
const ROW = edgesOf('row');
const NEXT = edgesOf('next');

interface Traits {
  readonly kind?: string;
  readonly parts?: number;
  readonly isLink?: boolean;
  readonly isMostlyDead?: boolean;
  readonly groupKind?: string;
  readonly hasHolder?: boolean;
}

/** 20 rows at the end of these references. */
function held(edges: readonly number[], traits: Traits = {}): string {
  const {
    kind = 'field',
    parts = 1,
    isLink = false,
    isMostlyDead = false,
    groupKind = 'class',
    hasHolder = true,
  } = traits;
  const { context, set } = clusterCase();
  const label = { ...set.labels[0], kind };
  return against(
    clusterCase({
      context: { ...context, view: viewHeap(graph, []) },
      set: { ...set, labels: [label], isLink },
      cluster: { holders: hasHolder ? [{ label, edges, parts }] : [], locals: [] },
      isMostlyDead,
      facts: {
        leading: {
          nodes: ROW.map((edge) => graph.target(edge)),
          dead: isMostlyDead ? SUSPECTS : 0,
          group: { kind: groupKind, name: 'Row' },
        },
      },
    }),
  );
}

const SILENT = 'silent: owners-grow';
const JUDGED = /^(grown|dead) (leak|suspect|note): /;

describe('the owners grow', () => {
  test('where they are half as many as what they have', () => {
    expect(held(ROW)).toBe(SILENT);
    expect(held(ROW.slice(0, HALF))).toBe(SILENT);
    expect(held(ROW.slice(0, HALF - 1))).toMatch(JUDGED);
  });

  test('but each of them counts once', () => {
    expect(held([...ROW.slice(0, HALF - 1), ...NEXT.slice(0, HALF - 1)])).toMatch(JUDGED);
    expect(held([...ROW.slice(0, HALF - 1), ...NEXT.slice(0, HALF)])).toBe(SILENT);
  });

  test('but a reference from nowhere has no owner', () => {
    expect(held([...ROW.slice(0, HALF - 1), -1])).toMatch(JUDGED);
    expect(held([...ROW.slice(0, HALF), -1])).toBe(SILENT);
  });

  test('where what several parts share has half as many of them', () => {
    expect(held([], { parts: HALF })).toBe(SILENT);
    expect(held([], { parts: HALF - 1 })).toMatch(JUDGED);
    // Parts do not count where there are references.
    expect(held(ROW.slice(0, 1), { parts: HALF })).toMatch(JUDGED);
  });

  test('in fields and variables alone', () => {
    expect(held(ROW, { kind: 'closure' })).toBe(SILENT);
    expect(held(ROW, { kind: 'array' })).toMatch(JUDGED);
    expect(held(ROW, { kind: 'handle' })).toMatch(JUDGED);
  });

  test('where they have values of the language, however few they are', () => {
    expect(held(ROW.slice(0, 1), { groupKind: 'value' })).toBe(SILENT);
    expect(held(ROW.slice(0, 1))).toMatch(JUDGED);
    expect(held(ROW.slice(0, 1), { groupKind: 'value', kind: 'array' })).toMatch(JUDGED);
  });

  test('but not where what is cut are links of a chain, where nothing holds them, or where they are dead', () => {
    expect(held(ROW, { isLink: true })).toMatch(JUDGED);
    expect(held(ROW, { hasHolder: false })).toMatch(JUDGED);
    expect(held(ROW, { isMostlyDead: true })).toMatch(JUDGED);
  });
});
