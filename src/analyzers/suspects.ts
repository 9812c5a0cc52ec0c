import { BitSet } from '../graph/bit-set.js';
import type { HeapGraph } from '../graph/heap-graph.js';
import type { PathTree } from '../graph/path-tree.js';
import { isUnending } from './growth.js';
import type { Group, Population } from './population.js';
import type { RoleIndex } from './roles.js';
import type { DeathIndex } from './status.js';

/** If so large a share of a group's young is dead, the dead are the fault and the living are not. */
const DEAD_SHARE = 0.2;
/** Growth that only two snapshots show must be at least this much to be looked at. */
const MIN_SINGLE_ROUND = 10;

/**
 * The objects that should perhaps be gone: of every kind that keeps growing, those born during the series, or
 * only the dead among them where some field tells; and the dead connections of a single snapshot.
 */
export function selectSuspects(
  graph: HeapGraph,
  tree: PathTree,
  population: Population,
  deaths: DeathIndex,
  roles: RoleIndex,
  rounds: number,
): BitSet {
  const suspects = new BitSet(graph.nodeCount);
  if (rounds === 0) {
    for (const node of deaths.dead())
      if (tree.isStronglyReachedOrOnStack(node) && roles.of(node) !== 'none') suspects.add(node);
    return suspects;
  }
  for (const group of population.groups) {
    if (!keepsGrowing(group, rounds)) continue;
    const young = group.nodes.filter((node) => population.birth[node] > 0);
    const dead =
      group.kind === 'class' || group.kind === 'record' ? group.nodes.filter((node) => deaths.isDead(node)) : [];
    for (const node of dead.length >= young.length * DEAD_SHARE ? dead : young)
      if (tree.isStronglyReachedOrOnStack(node)) suspects.add(node);
  }
  return suspects;
}

/** Whether a group's number rose over the series and has not stopped. */
export function keepsGrowing(group: Group, rounds: number): boolean {
  if (rounds === 1) return group.counts[1] - group.counts[0] >= MIN_SINGLE_ROUND && group.births[1] >= MIN_SINGLE_ROUND;
  if (!isUnending(group.pattern)) return false;
  // What was born in one round only is a burst; what is left of the last round alone is turnover.
  const surviving = group.births.slice(1).filter((born) => born > 0).length;
  return surviving >= Math.max(2, rounds - 1);
}
