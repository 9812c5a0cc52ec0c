import type { ClusterCase } from '../../../../src/analyzers/cases/cluster-case.js';
import { FieldStates } from '../../../../src/analyzers/series/field-states.js';
import { HeapBuilder } from '../../../support/heap-dsl.js';
import { type ClusterDifference, clusterCase } from '../../support/case-support.js';
import { see, upTo } from '../finders/finders-support.js';

/** Entries that one snapshot shows first. */
export interface Age {
  readonly entries: number;
  /** How many of them the last two snapshots both have; all where not given. */
  readonly compared?: number;
  /** Those of these that the last round has written to. */
  readonly changed: number;
}

/**
 * A case of the entries of a Map, by the snapshot that shows them first.
 *
 * ```
 *   globalThis ──hub──▶ Hub ──byKey──▶ Map ──▶ Row {count}
 * ```
 */
export async function caseOfAges(ages: readonly Age[], difference: ClusterDifference = {}): Promise<ClusterCase> {
  const heap = new HeapBuilder();
  const rows = ages.map(({ entries }) => upTo(entries).map(() => heap.object('Row').property('count', 1)));
  const map = heap.map(rows.flat().map((row, key) => [`key ${key}`, row]));
  heap.global.property('hub', heap.object('Hub').property('byKey', map));
  const { view, at, births } = await see(heap);
  const reader = new FieldStates(view.graph);
  const before = new Map<number, number>();
  ages.forEach(({ entries, compared = entries, changed }, birth) => {
    for (const [index, row] of rows[birth].slice(0, compared).entries())
      before.set(row.id, reader.of(at(row)) + (index < changed ? 1 : 0));
  });
  const { facts, ...own } = difference;
  const plain = clusterCase();
  const nodes = rows.flat().map(at);
  return clusterCase({
    context: {
      ...plain.context,
      view,
      population: {
        birth: births(rows.flatMap((each, birth) => each.map((row) => [row, birth] as const))),
        groupOf: () => 0,
      },
      series: [...upTo(ages.length - 1).map(() => new Map()), before, new Map()].map((fieldStates) => ({
        ...plain.context.series[0],
        fieldStates,
      })),
    },
    label: { ...plain.label, kind: 'map' },
    ...own,
    facts: { ...facts, leading: { nodes, group: { kind: 'class', name: 'Row', nodes }, ...facts?.leading } },
  });
}
