import type { ClusterCase } from '../../cases/cluster-case.js';
import { FieldStates } from '../../series/field-states.js';

/** Most entries of one age that are compared. */
const MOST_ENTRIES = 500;

/** Entries of one age that the last two snapshots both have, and those of them whose fields the last round changed. */
export interface AgeGroup {
  /** The snapshot that shows them first. */
  readonly birth: number;
  /** How many there are, whether they were compared or not. */
  readonly entries: number;
  readonly compared: number;
  readonly changed: number;
}

/**
 * For each age, how many objects of the leading kind have other values in their fields than in the snapshot before, the oldest first. Only
 * those from before the last round are asked. O(entries), at most 500 an age.
 */
export function findChangedByAge({ context, facts, rounds }: ClusterCase): readonly AgeGroup[] {
  const { view, population, series } = context;
  const { graph } = view;
  if (rounds < 2) return [];
  const before = series[series.length - 2].fieldStates;
  const byAge = Array.from({ length: rounds }, (): number[] => []);
  for (const node of facts.leading.group.nodes) byAge[population.birth[node]]?.push(node);
  const reader = new FieldStates(graph);
  return byAge.map((nodes, birth) => {
    const step = Math.max(1, Math.ceil(nodes.length / MOST_ENTRIES));
    let compared = 0;
    let changed = 0;
    for (let at = 0; at < nodes.length; at += step) {
      const known = before.get(graph.nodeIds[nodes[at]]);
      if (known === undefined) continue;
      compared += 1;
      if (reader.of(nodes[at]) !== known) changed += 1;
    }
    return { birth, entries: nodes.length, compared, changed };
  });
}
