import { findComponents, NO_COMPONENT } from '../../graph/components.js';
import type { SuspectRegion } from './region.js';

/** A region divided into parts of one main object each: for example a connection with everything that only it keeps. */
export interface RegionParts {
  /** Part by local index; a part is named by the local index of one of its nodes. */
  readonly partOf: Uint32Array;
  /** Parts that several others refer to, with those others. They belong to none of these. */
  readonly sharedBy: ReadonlyMap<number, readonly number[]>;
}

/**
 * Divides a region. Nodes that refer to each other form one group, a strongly connected component. The groups are visited in
 * topological order (Kahn 1962): a group that only one part refers to belongs to that part, and one that several refer to is a
 * part of its own. O(region).
 */
export function findParts(region: SuspectRegion): RegionParts {
  const groupOf = findGroups(region);
  const size = region.nodes.length;
  const references = new Uint32Array(size);
  region.forEachInnerEdge((source, target) => {
    if (groupOf[source] !== groupOf[target]) references[groupOf[target]] += 1;
  });
  // The members of each group as a linked list in one array, ascending: an array for each would be the costliest part.
  const firstOf = new Uint32Array(size).fill(UNKNOWN);
  const nextOf = new Uint32Array(size);
  for (let local = size - 1; local >= 0; local -= 1) {
    nextOf[local] = firstOf[groupOf[local]];
    firstOf[groupOf[local]] = local;
  }

  const partOfGroup = new Uint32Array(size).fill(UNKNOWN);
  const sharers = new Map<number, Set<number>>();
  const queue: number[] = [];
  for (let local = 0; local < size; local += 1) {
    if (groupOf[local] === local && references[local] === 0) {
      partOfGroup[local] = local;
      queue.push(local);
    }
  }
  let group = UNKNOWN;
  const pass = (target: number) => {
    const below = groupOf[target];
    if (below === group) return;
    addSharer(partOfGroup, sharers, below, partOfGroup[group]);
    references[below] -= 1;
    if (references[below] > 0) return;
    if (sharers.has(below)) partOfGroup[below] = below;
    queue.push(below);
  };
  // The queue grows during iteration.
  for (const next of queue) {
    group = next;
    for (let source = firstOf[group]; source !== UNKNOWN; source = nextOf[source]) region.forEachTarget(source, pass);
  }
  const sharedBy = new Map([...sharers].map(([group, parts]) => [group, [...parts]] as const));
  return { partOf: groupOf.map((group) => partOfGroup[group]), sharedBy };
}

const UNKNOWN = 0xffffffff;

/** Records that `part` refers to `group`, which belongs to the first such part and becomes shared with the second. */
function addSharer(partOfGroup: Uint32Array, sharers: Map<number, Set<number>>, group: number, part: number): void {
  const known = sharers.get(group);
  if (known !== undefined) known.add(part);
  else if (partOfGroup[group] === UNKNOWN) partOfGroup[group] = part;
  else if (partOfGroup[group] !== part) sharers.set(group, new Set([partOfGroup[group], part]));
}

/** For each node the smallest local index of its strongly connected component. */
function findGroups(region: SuspectRegion): Uint32Array {
  const { componentOf, members, offsets } = findComponents(region.asGraph());
  return componentOf.map((component, local) => (component === NO_COMPONENT ? local : members[offsets[component]]));
}
