import { BitSet } from '../../graph/bit-set.js';
import { EdgeType } from '../../snapshot/kinds.js';
import { isOfTimer } from '../labels/label-questions.js';
import type { HeapView } from '../objects/heap-view.js';
import { isUnending } from '../series/growth-pattern.js';
import type { Group, Population } from '../series/population.js';
import type { SnapshotSummary } from '../series/snapshot-summary.js';
import type { SplitRegion } from './clusters.js';

/** Least share of dead objects, among those born during the series, for which a group counts as one of dead objects. */
const DEAD_SHARE = 0.2;
/** Least share of growing objects among the owners of dead ones for which the owners are the suspects instead. */
const OWNER_SHARE = 0.6;
/** Most dead objects of an older owner, as a multiple of those of an owner born during the series, on average. */
const MORE_EACH = 2;
/** Least growth that is looked at when there are only two snapshots. */
const MIN_SINGLE_ROUND = 10;

/**
 * Selects dead objects as suspects: in a single snapshot all dead connections, leases and sessions; in a series the dead
 * objects of every kind whose number keeps growing.
 */
export function selectDead(view: HeapView, population: Population, rounds: number): BitSet {
  const { graph, deaths, roles } = view;
  const suspects = new BitSet(graph.nodeCount);
  if (rounds === 0) {
    for (const node of deaths.dead()) if (isRetained(view, node) && roles.of(node) !== 'none') suspects.add(node);
    return suspects;
  }
  for (const group of population.groups) {
    if (!keepsGrowing(group, rounds) || !isMadeOfDead(view, population, group)) continue;
    for (const node of group.nodes) if (deaths.isDead(node) && isRetained(view, node)) suspects.add(node);
  }
  return suspects;
}

/**
 * Of a series, the dead that no round added to in the end, of kinds none of which left: the series says no more of them than its
 * last snapshot does. Where members of the kind come and go, it does: these may be the last few.
 *
 * @param explained ordinals that other findings account for
 */
export function selectStanding(
  view: HeapView,
  population: Population,
  series: readonly SnapshotSummary[],
  explained: BitSet,
): BitSet {
  const rounds = series.length - 1;
  const suspects = new BitSet(view.graph.nodeCount);
  if (rounds === 0) return suspects;
  const { deaths, roles } = view;
  const dead = [...deaths.dead()].filter(
    (node) =>
      !explained.has(node) && roles.of(node) !== 'none' && isRetained(view, node) && population.groupOf(node) !== -1,
  );
  if (dead.length === 0) return suspects;
  const isLasting = lastingGroups(population, series);
  const standing = new Map<Group, boolean>();
  for (const node of dead) {
    const group = population.groups[population.groupOf(node)];
    const known = standing.get(group) ?? (!keepsGrowing(group, rounds) && isLasting(group));
    standing.set(group, known);
    if (known) suspects.add(node);
  }
  return suspects;
}

/**
 * Tells whether all of a group that any snapshot shows are still there. Where a group is known by its name alone, earlier snapshots
 * count all of that name.
 */
function lastingGroups(population: Population, series: readonly SnapshotSummary[]): (group: Group) => boolean {
  const bornOf = new Map<string, number[]>();
  for (const { name, kind, births } of population.groups) {
    if (kind !== 'class') continue;
    const born = bornOf.get(name) ?? series.map(() => 0);
    births.forEach((more, snapshot) => {
      born[snapshot] += more;
    });
    bornOf.set(name, born);
  }
  return ({ name, kind, births, counts }) =>
    areAll(births, (snapshot) => counts[snapshot]) &&
    (kind !== 'class' || areAll(bornOf.get(name) ?? [], (snapshot) => series[snapshot].classCounts.get(name) ?? 0));
}

/** Whether each snapshot shows no more than have come until then and are still there. */
function areAll(births: readonly number[], countOf: (snapshot: number) => number): boolean {
  let born = 0;
  return births.every((more, snapshot) => {
    born += more;
    return countOf(snapshot) <= born;
  });
}

/**
 * Selects objects as suspects that were born during the series, of every kind that keeps growing, except for kinds whose growth
 * consists of dead objects.
 *
 * @param explained ordinals that other findings account for
 */
export function selectGrowing(view: HeapView, population: Population, rounds: number, explained: BitSet): BitSet {
  const suspects = new BitSet(view.graph.nodeCount);
  if (rounds === 0) return suspects;
  for (const group of population.groups) {
    if (!keepsGrowing(group, rounds) || isMadeOfDead(view, population, group)) continue;
    for (const node of group.nodes) {
      if (population.birth[node] > 0 && !explained.has(node) && isRetained(view, node)) suspects.add(node);
    }
  }
  return suspects;
}

function isRetained(view: HeapView, node: number): boolean {
  return view.tree.isStronglyReachedOrOnStack(node);
}

function isMadeOfDead(view: HeapView, population: Population, group: Group): boolean {
  if (group.kind !== 'class' && group.kind !== 'record') return false;
  let young = 0;
  let dead = 0;
  for (const node of group.nodes) {
    if (population.birth[node] > 0) young += 1;
    if (view.deaths.isDead(node)) dead += 1;
  }
  return dead > 0 && dead >= young * DEAD_SHARE;
}

/** Whether a group's number rose over the series and has not stopped. */
export function keepsGrowing(group: Group, rounds: number): boolean {
  const { births } = group;
  if (rounds === 1) return births[1] >= MIN_SINGLE_ROUND && group.counts[1] - group.counts[0] >= MIN_SINGLE_ROUND;
  // Objects of a single round are a burst, and objects of the last round alone are turnover.
  let surviving = 0;
  for (let round = 1; round < births.length; round += 1) if (births[round] > 0) surviving += 1;
  return surviving >= Math.max(2, rounds - 1) && isUnending(group.pattern);
}

/**
 * Removes dead objects from `suspects` whose owners live and grow in number: then the fault is what keeps the owners.
 *
 * @returns the objects that were removed, and those of them whose owners may turn out to be no fault: for which owners from before the
 *   series had to be counted as well, or which a single round shows to grow
 */
export function takeOutOwned(
  view: HeapView,
  population: Population,
  rounds: number,
  { region, clusters }: SplitRegion,
  suspects: BitSet,
): { readonly owned: BitSet; readonly byOlderOwners: BitSet } {
  const owned = new BitSet(view.graph.nodeCount);
  const byOlderOwners = new BitSet(view.graph.nodeCount);
  if (rounds === 0) return { owned, byOlderOwners };
  for (const cluster of clusters) {
    // A running timer is a root, so its callback is no owner.
    if (cluster.holders.some((holder) => isOfTimer(holder.label))) continue;
    const sources = ownersOf(view, cluster.holders[0].edges);
    const growing = sources.filter((source) => isGrowingOwner(view, population, rounds, source));
    if (growing.length === 0) continue;
    const needsOlder = growing.length < sources.length * OWNER_SHARE;
    if (needsOlder && growing.length + countOlder(population, sources, growing) < sources.length * OWNER_SHARE)
      continue;
    for (const local of cluster.suspects) {
      const node = region.nodes[local];
      suspects.delete(node);
      owned.add(node);
      if (needsOlder || rounds === 1) byOlderOwners.add(node);
    }
  }
  return { owned, byOlderOwners };
}

/** The owner of each reference. V8 lists a field or entry both for its object and for the object's store, which is one owner. */
function ownersOf(view: HeapView, edges: readonly number[]): number[] {
  const targetsOf = new Map<number, Set<number>>();
  for (const edge of edges) {
    if (edge === -1) continue;
    const owner = objectOfStore(view, view.graph.source(edge));
    const targets = targetsOf.get(owner);
    if (targets === undefined) targetsOf.set(owner, new Set([view.graph.target(edge)]));
    else targets.add(view.graph.target(edge));
  }
  return [...targetsOf].flatMap(([owner, { size }]) => new Array<number>(size).fill(owner));
}

const STORES: ReadonlySet<string> = new Set(['properties', 'elements', 'table']);

/** The object whose fields or entries a node stores; the node itself when it is no store. */
function objectOfStore({ graph, tree }: HeapView, node: number): number {
  const edge = tree.parentEdge(node);
  const isStore = edge !== -1 && graph.edgeType(edge) === EdgeType.internal && STORES.has(graph.edgeName(edge));
  return isStore ? graph.source(edge) : node;
}

/**
 * Number of owners from before the series, of the same kinds as those born during it: the warm-up left them behind, as each
 * round left the others. 0 when each has many more dead objects, on average.
 */
function countOlder(population: Population, sources: readonly number[], growing: readonly number[]): number {
  const kinds = new Set(growing.map((source) => population.groupOf(source)));
  const older = sources.filter((source) => population.birth[source] === 0 && kinds.has(population.groupOf(source)));
  const each = growing.length / new Set(growing).size;
  return older.length <= new Set(older).size * each * MORE_EACH ? older.length : 0;
}

function isGrowingOwner(view: HeapView, population: Population, rounds: number, owner: number): boolean {
  const group = population.groupOf(owner);
  if (population.birth[owner] === 0 || group === -1) return false;
  return keepsGrowing(population.groups[group], rounds) && !isMadeOfDead(view, population, population.groups[group]);
}
