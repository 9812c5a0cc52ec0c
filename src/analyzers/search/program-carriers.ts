import type { BitSet } from '../../graph/bit-set.js';
import { SuspectRegion } from '../cut/region.js';
import { findTrees } from '../cut/trees.js';
import type { RecordTest } from '../labels/edge-labels.js';
import type { HeapView } from '../objects/heap-view.js';
import type { Population } from '../series/population.js';

/** Share of the suspects that must be reached through old objects which a few suspects (the carriers) hold. */
const CARRIED_SHARE = 0.5;
/** Most carriers: more suspects that hold old objects are a data structure of the program, and not a frame of a running function. */
const MOST_CARRIERS = 8;
const MOST_TRIES = 3;

/**
 * The region of some suspects, with the whole trees that hold them.
 *
 * @param isRecord which objects are records, whose fields are named after the collection that lists the record; null for none
 */
export function makeRegion(
  view: HeapView,
  population: Population,
  suspects: BitSet,
  isRecord: RecordTest | null = null,
): SuspectRegion {
  return new SuspectRegion(view, suspects, isRecord, findTrees(view, population, suspects));
}

/**
 * The region of `suspects` without its carriers: a few suspects that hold the program itself, as a root does. An example is the
 * frame that takes the snapshot, whose promise holds a suspended async function and thereby the whole program. Carriers are
 * removed from `suspects`.
 *
 * @returns null when no suspect remains
 */
export function makeRegionWithoutCarriers(
  view: HeapView,
  population: Population,
  suspects: BitSet,
): SuspectRegion | null {
  if (suspects.isEmpty()) return null;
  let region = makeRegion(view, population, suspects);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const carriers = findCarriers(population, region);
    if (carriers.length === 0 || carriers.length > MOST_CARRIERS) break;
    for (const node of carriers) suspects.delete(node);
    if (suspects.isEmpty()) return null;
    region = makeRegion(view, population, suspects);
  }
  return region;
}

/** Suspects with a holder outside that lead to old objects of the region, where these lead to at least half of the suspects. */
function findCarriers(population: Population, region: SuspectRegion): number[] {
  const { graph, nodes } = region;
  const kinds = new Set<number>();
  nodes.forEach((node, local) => {
    if (region.isSuspect(local)) kinds.add(population.groupOf(node));
  });
  const isOld = (local: number) => {
    const node = nodes[local];
    if (!graph.isContext(node) && (!graph.isObject(node) || graph.isSystem(node))) return false;
    return population.birth[node] === 0 && !kinds.has(population.groupOf(node));
  };
  const old: number[] = [];
  for (let local = 0; local < nodes.length; local += 1) if (isOld(local)) old.push(local);
  if (old.length === 0) return [];
  let carried = 0;
  for (const local of reachWithin(region, old)) if (region.isSuspect(local)) carried += 1;
  if (carried < region.suspectCount * CARRIED_SHARE) return [];
  const entered = new Set<number>();
  region.forEachBoundary((_, local) => entered.add(local));
  const isCarried = new Set(old);
  return [...entered]
    .filter((local) => [...reachWithin(region, [local])].some((reached) => isCarried.has(reached)))
    .map((local) => nodes[local]);
}

/** Local indexes of all that is reached from some nodes of a region, these included. */
function reachWithin(region: SuspectRegion, from: readonly number[]): Set<number> {
  const seen = new Set(from);
  const stack = [...from];
  for (let local = stack.pop(); local !== undefined; local = stack.pop()) {
    region.forEachTarget(local, (target) => {
      if (seen.has(target)) return;
      seen.add(target);
      stack.push(target);
    });
  }
  return seen;
}
