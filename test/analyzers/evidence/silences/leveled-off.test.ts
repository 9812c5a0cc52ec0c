import { describe, expect, test } from 'vitest';
import { viewHeap } from '../../../../src/analyzers/objects/heap-view.js';
import { graphOf } from '../../../graph/graph-of.js';
import { HeapBuilder } from '../../../support/heap-dsl.js';
import { against, type ClusterDifference, clusterCase } from '../../support/case-support.js';

const SUSPECTS = 20;
const LABEL = 1;

/*
 * global ─▶ Hub ─first─▶ Array ─▶ Row × 10
 *               ─second─▶ Array ─▶ Row × 10
 */
const heap = new HeapBuilder();
const rows = Array.from({ length: SUSPECTS }, () => heap.object('Row'));
const lists = [heap.array(rows.slice(0, 10)), heap.array(rows.slice(10))];
heap.global.property('hub', heap.object('Hub').property('first', lists[0]).property('second', lists[1]));
const { graph, at } = await graphOf(heap);
const nodes = rows.map(at);
const ids = lists.map((list) => graph.nodeIds[at(list)]);
/** One reference from its list to each of the rows. */
const EDGES = lists.flatMap((list) => {
  const elements = at(list);
  const found: number[] = [];
  for (let edge = graph.firstEdges[elements]; edge < graph.firstEdges[elements + 1]; edge += 1)
    if (nodes.includes(graph.target(edge))) found.push(edge);
  return found;
});

interface Sizes {
  readonly edges?: readonly number[];
  readonly holders?: readonly object[];
  readonly suspects?: number;
  /** Entries of the second list in each snapshot; without it there is only the first. */
  readonly second?: readonly number[];
}

/** The rows, where the first list had so many entries in each snapshot. */
function sized(first: readonly number[], { edges = EDGES, holders, suspects = SUSPECTS, second }: Sizes = {}) {
  const { context, set } = clusterCase();
  const series = first.map((entries, index) => ({
    containerEntries: new Map([[ids[0], entries], ...(second === undefined ? [] : [[ids[1], second[index]] as const])]),
    containerBytes: new Map(),
    ids: new Set(),
  }));
  const difference: ClusterDifference = {
    context: { ...context, view: viewHeap(graph, []), series },
    cluster: { holders: holders ?? [{ label: { ...set.labels[0], id: LABEL }, edges, parts: 1 }], locals: [] },
    facts: { leading: { nodes: nodes.slice(0, suspects) } },
  };
  return against(clusterCase(difference));
}

const LEVELED = 'silent: leveled-off';
const JUDGED = /^grown (leak|suspect|note): /;

describe('a list has leveled off', () => {
  test('where it is as long as it was', () => {
    expect(EDGES).toHaveLength(SUSPECTS);
    expect(sized([40, 40, 40, 40])).toBe(LEVELED);
  });

  test('where it grew at first and no more', () => {
    expect(sized([10, 40, 40, 40])).toBe(LEVELED);
  });

  test('but not where it grows in each round', () => {
    expect(sized([10, 20, 30, 40])).toMatch(JUDGED);
  });

  test('from three snapshots on', () => {
    expect(sized([40, 40, 40])).toBe(LEVELED);
    expect(sized([40, 40])).toMatch(JUDGED);
  });

  test('but not where it was empty once', () => {
    expect(sized([40, 1, 40])).toBe(LEVELED);
    expect(sized([40, 0, 40])).toMatch(JUDGED);
  });

  test('but not where it has more than three entries for each of them', () => {
    expect(sized([60, 60, 60])).toBe(LEVELED);
    expect(sized([61, 61, 61])).toMatch(JUDGED);
  });

  test('but not where it has fewer entries than there are of them', () => {
    expect(sized([20, 20, 20])).toBe(LEVELED);
    expect(sized([19, 19, 19])).toMatch(JUDGED);
    expect(sized([19, 19, 19], { suspects: 19 })).toBe(LEVELED);
  });

  test('together with the others of its name', () => {
    expect(sized([10, 20, 30], { second: [30, 20, 10] })).toBe(LEVELED);
    expect(sized([30, 30, 30], { second: [10, 20, 30] })).toMatch(JUDGED);
  });

  test('but not where a reference comes from nowhere, or none does', () => {
    expect(sized([40, 40, 40], { edges: [...EDGES, -1] })).toMatch(JUDGED);
    expect(sized([40, 40, 40], { holders: [] })).toMatch(JUDGED);
    expect(sized([40, 40, 40], { holders: [{ label: { id: 2 }, edges: EDGES, parts: 1 }] })).toMatch(JUDGED);
  });
});
