import { findComponents, NO_COMPONENT } from '../../graph/components.js';
import type { SuspectRegion } from './region.js';

/** A region cut into parts that belong to one object each: a connection with all that hangs on it. */
export interface RegionParts {
  /** Part by local index; a part is named by the local index of one of its nodes. */
  readonly partOf: Uint32Array;
  /** Parts that hang on several others, with those others. What several share belongs to none of them. */
  readonly sharedBy: ReadonlyMap<number, readonly number[]>;
}

/**
 * Cycles first: what refers to each other belongs together. Then along the references between them, in
 * topological order (Kahn 1962): what one part alone refers to belongs to it, what several refer to is a
 * part of its own. O(region).
 */
export function findParts(region: SuspectRegion): RegionParts {
  const knotOf = findKnots(region);
  const size = region.nodes.length;
  const references = new Uint32Array(size);
  region.forEachInnerEdge((source, target) => {
    if (knotOf[source] !== knotOf[target]) references[knotOf[target]] += 1;
  });
  // The members of a knot as a list through one array, ascending: a list of its own for each costs more than all else here.
  const firstOf = new Uint32Array(size).fill(UNKNOWN);
  const nextOf = new Uint32Array(size);
  for (let local = size - 1; local >= 0; local -= 1) {
    nextOf[local] = firstOf[knotOf[local]];
    firstOf[knotOf[local]] = local;
  }

  const partOfKnot = new Uint32Array(size).fill(UNKNOWN);
  const sharers = new Map<number, Set<number>>();
  const queue: number[] = [];
  for (let local = 0; local < size; local += 1) {
    if (knotOf[local] === local && references[local] === 0) {
      partOfKnot[local] = local;
      queue.push(local);
    }
  }
  let knot = UNKNOWN;
  const pass = (target: number) => {
    const below = knotOf[target];
    if (below === knot) return;
    addSharer(partOfKnot, sharers, below, partOfKnot[knot]);
    references[below] -= 1;
    if (references[below] > 0) return;
    if (sharers.has(below)) partOfKnot[below] = below;
    queue.push(below);
  };
  // Grows while it is gone through.
  for (const next of queue) {
    knot = next;
    for (let source = firstOf[knot]; source !== UNKNOWN; source = nextOf[source]) region.forEachTarget(source, pass);
  }
  const sharedBy = new Map([...sharers].map(([knot, parts]) => [knot, [...parts]] as const));
  return { partOf: knotOf.map((knot) => partOfKnot[knot]), sharedBy };
}

const UNKNOWN = 0xffffffff;

/** Notes that `part` refers to `knot`: the first one owns it, a second one makes it shared. */
function addSharer(partOfKnot: Uint32Array, sharers: Map<number, Set<number>>, knot: number, part: number): void {
  const known = sharers.get(knot);
  if (known !== undefined) known.add(part);
  else if (partOfKnot[knot] === UNKNOWN) partOfKnot[knot] = part;
  else if (partOfKnot[knot] !== part) sharers.set(knot, new Set([partOfKnot[knot], part]));
}

/** For each node the smallest local index of its strongly connected component. */
function findKnots(region: SuspectRegion): Uint32Array {
  const { componentOf, members, offsets } = findComponents(region.asGraph());
  return componentOf.map((component, local) => (component === NO_COMPONENT ? local : members[offsets[component]]));
}
