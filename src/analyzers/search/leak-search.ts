import { rankFindings } from '../../findings/ranking.js';
import type { Finding, Report } from '../../findings/report-schema.js';
import { BitSet } from '../../graph/bit-set.js';
import { NodeType } from '../../snapshot/kinds.js';
import { findIdleBallast, type IdleBallast } from '../cases/idle-ballast.js';
import { type Cluster, findClusters, mergeClusters, type SplitRegion } from '../cut/clusters.js';
import { tellsApart } from '../cut/holder-roles.js';
import { type RegionLabel, SuspectRegion } from '../cut/region.js';
import { findSmallestCut } from '../cut/smallest-cut.js';
import { selectDead, selectGrowing, takeOutOwned } from '../cut/suspects.js';
import { describeAbandoned } from '../describe/abandoned-leases.js';
import { type ClusterContext, describeCluster, type SolvedCluster } from '../describe/cluster.js';
import { describeIdleBallast } from '../describe/idle-ballast.js';
import { findPendingCleanup, type SeriesTimes, UNKNOWN_TIMES } from '../evidence/pending-cleanup.js';
import type { HeapView } from '../objects/heap-view.js';
import type { LedgerFacts } from '../pools/audit/audit-pools.js';
import type { AuditedPool } from '../pools/books/units.js';
import type { AbandonedLeases } from '../pools/leases/abandoned-leases.js';
import type { IdleFacts, LeaseFacts } from '../pools/leases/lease-facts.js';
import type { WaitFacts } from '../pools/leases/waiting.js';
import { MIN_PER_ROUND } from '../series/growth-pattern.js';
import { Population } from '../series/population.js';
import type { SnapshotSummary } from '../series/snapshot-summary.js';
import { findContainerGrowth } from './growing-places.js';

/** Clusters looked at in full, largest first. */
const MOST_CLUSTERS = 32;

/** Share of the suspects that must hang on what a few of them bear. */
const BORNE_SHARE = 0.5;
/** More suspects than this that bear old objects are a structure of the program, not a frame of it. */
const MOST_BEARERS = 8;
const MOST_SPARINGS = 3;

export interface LeakSearch {
  readonly findings: Finding[];
  readonly limitsReached: Report['limitsReached'];
  /** What the findings account for, suspects and whatever only they keep. */
  readonly explained: BitSet;
  /** The collections and objects that hold what the findings speak of. */
  readonly holders: BitSet;
  /** Suspects of findings that are more than notes. */
  readonly accused: BitSet;
  /** Suspects of leaks. */
  readonly proved: BitSet;
  /** Texts of the labels that findings of an earlier pass say to cut. */
  readonly places: Set<string>;
}

/** What the books of pools tell of single objects. */
export interface BookFacts {
  readonly facts: LedgerFacts;
  readonly leases: LeaseFacts;
  readonly idle: IdleFacts;
  readonly waiting: WaitFacts;
  readonly abandoned: readonly AbandonedLeases[];
  readonly audited: readonly AuditedPool[];
}

const NO_BOOKS: BookFacts = {
  facts: new Map(),
  leases: new Map(),
  idle: new Map(),
  waiting: new Map(),
  abandoned: [],
  audited: [],
};

/** First what is provably dead, then what grows without being dead and is not kept by the dead alone. */
export function findLeaks(
  view: HeapView,
  series: readonly SnapshotSummary[],
  books: BookFacts = NO_BOOKS,
  times: SeriesTimes = UNKNOWN_TIMES,
): LeakSearch {
  const rounds = series.length - 1;
  const population = new Population(view.graph, view.tree, view.labels, series);
  const search: LeakSearch = {
    findings: [],
    limitsReached: [],
    explained: new BitSet(view.graph.nodeCount),
    holders: new BitSet(view.graph.nodeCount),
    accused: new BitSet(view.graph.nodeCount),
    proved: new BitSet(view.graph.nodeCount),
    places: new Set(),
  };
  const context = {
    view,
    population,
    series,
    ledgerFacts: books.facts,
    leaseFacts: books.leases,
    idleFacts: books.idle,
    waitFacts: books.waiting,
    times,
  };
  const dead = selectDead(view, population, rounds);
  // Nobody uses the dead, whoever holds them.
  const split = dead.isEmpty() ? null : splitRegion(view, dead, NOBODY);
  const { owned: deferred, byOlderOwners: forElders } =
    split === null ? { owned: dead, byOlderOwners: dead } : takeOutOwned(view, population, rounds, split, dead);
  if (split !== null && !dead.isEmpty())
    describeSuspects(context, deferred.isEmpty() ? split : splitRegion(view, dead, NOBODY), search);
  const growing = selectGrowing(view, population, rounds, search.explained);
  growing.or(deferred);
  const grown = growing.isEmpty() ? null : spareBearers(view, population, growing);
  if (grown !== null) {
    const clusters = findClusters(grown, (label) => tellsApart(label, view.roles));
    describeSuspects(context, { region: grown, clusters }, search);
  }
  describeUntold(context, forElders, search);
  const covered = (node: number) => search.explained.has(node) || search.holders.has(node);
  const pending = (container: number, entries: number) =>
    findPendingCleanup(view, container, entries, times.spanMs, population.birth);
  search.findings.push(...findContainerGrowth(view, series, covered, pending));
  for (const leases of books.abandoned) addAbandoned(view, series, leases, search);
  for (const ballast of findIdleBallast(view, books.audited)) addBallast(view, series, ballast, search);
  return { ...search, findings: rankFindings(search.findings) };
}

/** The dead whose owners were to tell of them, where no finding about these is a leak. */
function describeUntold(context: Omit<ClusterContext, 'region'>, dead: BitSet, search: LeakSearch): void {
  let told = 0;
  let all = 0;
  dead.forEach((node) => {
    // Of what grows, only the young are suspects.
    if (context.population.birth[node] === 0) return;
    all += 1;
    if (search.proved.has(node)) told += 1;
  });
  if (all === 0 || told * 2 >= all) return;
  const places = [...search.places];
  const earlier = search.findings.splice(0);
  search.places.clear();
  describeSuspects(context, splitRegion(context.view, dead, NOBODY), search);
  const now = new Set(search.findings.map(({ brokenEdge }) => brokenEdge?.label));
  // A note on the same place says less.
  search.findings.unshift(
    ...earlier.filter(({ verdict, brokenEdge }) => verdict !== 'note' || !now.has(brokenEdge?.label)),
  );
  for (const place of places) search.places.add(place);
}

/** Leases that nobody is left to return, unless they were found as objects that grow. A note on their book says less. */
function addAbandoned(
  view: HeapView,
  series: readonly SnapshotSummary[],
  abandoned: AbandonedLeases,
  search: LeakSearch,
): void {
  const told = abandoned.leases.filter(({ members }) => members.some((node) => search.accused.has(node))).length;
  if (told * 2 >= abandoned.leases.length) return;
  const finding = describeAbandoned(view, series, abandoned);
  if (finding === null) return;
  const places = new Set(finding.holders.map(({ label }) => label));
  const said = search.findings.findIndex(
    ({ verdict, brokenEdge }) => verdict === 'note' && places.has(brokenEdge?.label ?? ''),
  );
  if (said !== -1) search.findings.splice(said, 1);
  search.findings.push(finding);
}

/** What idle resources keep, unless it was found as objects that are dead or grow, or as a place that does. */
function addBallast(
  view: HeapView,
  series: readonly SnapshotSummary[],
  ballast: IdleBallast,
  search: LeakSearch,
): void {
  const { keepers, label } = ballast;
  const told = keepers.filter(({ way }) => way.some((node) => search.accused.has(node))).length;
  if (told * 2 >= keepers.length) return;
  if (search.findings.some(({ verdict, brokenEdge }) => verdict !== 'note' && brokenEdge?.label === label.text)) return;
  search.findings.push(describeIdleBallast(view, series, ballast));
}

function describeSuspects(
  context: Omit<ClusterContext, 'region'>,
  { region, clusters: all }: SplitRegion,
  search: LeakSearch,
): void {
  const { view, series } = context;
  const rounds = series.length - 1;
  for (let local = 0, end = region.nodes.length; local < end; local += 1) search.explained.add(region.nodes[local]);
  const smallest = MIN_PER_ROUND * Math.max(1, rounds);
  const clusters = all.filter((cluster) => cluster.suspects.length >= smallest);
  const places = new Set<string>();
  for (const solved of solveClusters(region, clusters.slice(0, MOST_CLUSTERS))) {
    // What grows where the dead are kept is the same fault, told already.
    const place = solved.set.labels[0].text;
    if (search.places.has(place)) continue;
    const finding = describeCluster({ ...context, region }, solved);
    if (finding === null) continue;
    places.add(place);
    search.findings.push(finding);
    markHolders(view, solved.cluster, search.holders);
    for (const local of solved.cluster.suspects) {
      if (finding.verdict !== 'note') search.accused.add(region.nodes[local]);
      if (finding.verdict === 'leak') search.proved.add(region.nodes[local]);
    }
  }
  for (const place of places) search.places.add(place);
  if (clusters.length > MOST_CLUSTERS) {
    search.limitsReached.push({
      limit: 'clusters',
      value: MOST_CLUSTERS,
      text: `${clusters.length} groups of suspects were found; the ${MOST_CLUSTERS} largest were looked at.`,
    });
  }
}

/** The owners of the references into a cluster: a collection behind its store, too. */
function markHolders(view: HeapView, cluster: Cluster, holders: BitSet): void {
  for (const holder of cluster.holders) {
    for (const edge of holder.edges) {
      if (edge === -1) continue;
      const source = view.graph.source(edge);
      holders.add(source);
      const parent = view.tree.parent(source);
      if (view.graph.nodeType(source) === NodeType.array && parent !== -1) holders.add(parent);
    }
  }
}

/**
 * Takes out of `suspects` the few that bear what was there before the series: the frame that takes the snapshot, say,
 * whose promise holds an async function and with it the whole program. They are of a kind that grows, but they hold
 * the program as a root does.
 *
 * @returns the region of the suspects that remain, or null when none do
 */
function spareBearers(view: HeapView, population: Population, suspects: BitSet): SuspectRegion | null {
  let region = makeRegion(view, suspects);
  for (let tries = 0; tries < MOST_SPARINGS; tries += 1) {
    const bearers = findBearers(population, region);
    if (bearers.length === 0 || bearers.length > MOST_BEARERS) break;
    for (const node of bearers) suspects.delete(node);
    if (suspects.isEmpty()) return null;
    region = makeRegion(view, suspects);
  }
  return region;
}

/** Suspects held from outside through which the others hang on old objects, and these on nothing else. */
function findBearers(population: Population, region: SuspectRegion): number[] {
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
  let borne = 0;
  for (const local of reachWithin(region, old)) if (region.isSuspect(local)) borne += 1;
  if (borne < region.suspectCount * BORNE_SHARE) return [];
  const entered = new Set<number>();
  region.forEachBoundary((_, local) => entered.add(local));
  const isBorne = new Set(old);
  return [...entered]
    .filter((local) => [...reachWithin(region, [local])].some((reached) => isBorne.has(reached)))
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

const NOBODY = () => false;

function splitRegion(view: HeapView, suspects: BitSet, mayUse: (label: RegionLabel) => boolean): SplitRegion {
  const region = makeRegion(view, suspects);
  return { region, clusters: findClusters(region, mayUse) };
}

function makeRegion(view: HeapView, suspects: BitSet): SuspectRegion {
  return new SuspectRegion(view, suspects);
}

/** Finds what to cut for each cluster; clusters whose first cut is the same are one fault. */
function solveClusters(region: SuspectRegion, clusters: readonly Cluster[]): SolvedCluster[] {
  const byCut = new Map<string, SolvedCluster>();
  for (const cluster of clusters) {
    const set = findSmallestCut(region, cluster);
    if (set === null) continue;
    const cut = `${set.labels[0].id} ${cluster.isBorrowed}`;
    const other = byCut.get(cut);
    if (other === undefined) {
      byCut.set(cut, { cluster, set });
      continue;
    }
    const merged = mergeClusters(other.cluster, cluster);
    byCut.set(cut, { cluster: merged, set: findSmallestCut(region, merged) ?? other.set });
  }
  return [...byCut.values()];
}
