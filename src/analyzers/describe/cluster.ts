import { fingerprint } from '../../findings/fingerprint.js';
import type { BrokenEdge, Finding, FindingKind, Source } from '../../findings/report-schema.js';
import { BitSet } from '../../graph/bit-set.js';
import { NodeType } from '../../snapshot/kinds.js';
import { type ClusterFacts, gatherFacts, reservationWords } from '../cases/cluster-facts.js';
import { isBookedIdle, leaseUser, leaseWords } from '../cases/cluster-leases.js';
import { tellByOwner } from '../cases/leading-class.js';
import { checkRefcounts } from '../cases/refcounts.js';
import { callbackOf, edgesOf, ownerSource } from '../cut/cluster-places.js';
import type { Cluster } from '../cut/clusters.js';
import { findCycle } from '../cut/cycles.js';
import { nameHolder } from '../cut/holder-names.js';
import { measureLivingLoss } from '../cut/living-loss.js';
import type { RegionLabel, SuspectRegion } from '../cut/region.js';
import type { SmallestCut } from '../cut/smallest-cut.js';
import { readTimers } from '../evidence/cluster-timers.js';
import { leaseEvidence } from '../evidence/leases.js';
import { ledgerEvidence } from '../evidence/ledger-audit-evidence.js';
import type { SeriesTimes } from '../evidence/pending-cleanup.js';
import { leasedText } from '../labels/label-text.js';
import { describePath } from '../labels/retaining-path.js';
import type { HeapView } from '../objects/heap-view.js';
import type { LedgerFacts } from '../pools/audit/audit-pools.js';
import type { IdleFacts, LeaseFacts } from '../pools/leases/lease-facts.js';
import type { WaitFacts, Waiting } from '../pools/leases/waiting.js';
import { classifyGrowth, growthRate } from '../series/growth-pattern.js';
import type { Population } from '../series/population.js';
import type { SnapshotSummary } from '../series/snapshot-summary.js';
import { attribute, isMostlyDead } from '../verdict/attribution.js';
import { findCleanupOfEach, findDeadKept, weighClusterGrowth } from '../verdict/cluster-growth.js';
import { ageEvidence, describeAllocations } from './allocations.js';
import { writeAction, writeHeadline } from './headline.js';

const MOST_CLASSES = 6;
const MOST_HOLDERS = 8;
/** A round with less than this share of the largest one's survivors does not count as a round of growth. */
const SPREAD_SHARE = 0.2;
/** Bytes below which growth that is neither suspicious nor of a pool is not worth a line. */
const TRIFLE = 16_000;
/** A collection with more entries per suspect than this holds mainly something else. */
const ROOMY = 3;
const MOST_SAMPLES = 5;

export interface ClusterContext {
  readonly view: HeapView;
  readonly region: SuspectRegion;
  readonly population: Population;
  readonly series: readonly SnapshotSummary[];
  /** What the audit of the pools' books says of single objects. */
  readonly ledgerFacts: LedgerFacts;
  /** What is known of what pools have lent. */
  readonly leaseFacts: LeaseFacts;
  /** What pools have in stock. */
  readonly idleFacts: IdleFacts;
  /** What waits for pools that have nothing left. */
  readonly waitFacts: WaitFacts;
  readonly times: SeriesTimes;
}

/** A cluster and what to cut for it. */
export interface SolvedCluster {
  readonly cluster: Cluster;
  readonly set: SmallestCut;
}

/** Makes a finding of a cluster; null when it is not growth of its own. */
export function describeCluster(context: ClusterContext, { cluster, set }: SolvedCluster): Finding | null {
  const { view, region, population, series } = context;
  const gathered = tellByOwner(
    view,
    gatherFacts(view.graph, region, cluster, set, population, view.deaths, view.roles, series.length),
  );
  const words = leaseWords(context.leaseFacts, gathered);
  const facts = words === null ? gathered : { ...gathered, words };
  const rounds = series.length - 1;
  const isIdle = facts.isIdle || isBookedIdle(context.idleFacts, facts, population.birth);
  if (!isMostlyDead(facts) && (isIdle || belongsToOwners(view, cluster, set, facts))) return null;
  if (isJustConnected(facts, set)) return null;
  if (!isSpread(facts, rounds) || hasLevelledOff(context, cluster, set, facts)) return null;
  const holders = cluster.holders.map((holder) => holder.label);
  const via = reservationWords(facts, [...set.labels, ...holders.slice(0, 4)]);
  const counted = checkRefcounts(view, facts);
  const refcount = counted?.check ?? null;
  const cycle = findCycle(
    view,
    cluster.locals.map((local) => region.nodes[local]),
    cluster.holders,
  );
  const { kind, verdict, evidence } = attribute({
    facts,
    set,
    rounds,
    holderIsOld: holderIsOld(context, cluster, set),
    isCorePlace: ownerSource(view, set.labels[0])?.file.startsWith('node:') === true,
    tiesCycle: cycle !== null,
    refcount,
    refcountIsSure: counted?.isSure === true,
    cleanupOfEach:
      facts.books.length > 0 && set.labels.some(({ kind }) => kind === 'timer')
        ? findCleanupOfEach(context, cluster, set, facts)
        : null,
    ...readTimers(context, cluster, set, facts),
    tracesBack: via.length > 0,
    growth: weighClusterGrowth(context, cluster, set, facts),
    user: leaseUser(context.leaseFacts, facts),
    waiting: waitsFor(context, cluster, set),
    deadKept: isMostlyDead(facts) && isCollected(set.labels[0]) ? findDeadKept(context, cluster, set, facts) : null,
  });
  const callback = callbackOf(view, set.labels[0], cluster);
  const brokenEdge = describeBrokenEdge(context, cluster, set, facts, kind, callback);
  // The cut frees suspects, but none of those that a report would speak of: they are somebody else's.
  if (brokenEdge.frees === 0) return null;
  if (verdict === 'note' && facts.leading.role === 'none' && brokenEdge.freedBytes < TRIFLE) return null;
  const living = countLiving(view, facts);
  const shallowBytes = cluster.suspects.reduce((sum, local) => sum + view.graph.shallowSizes[region.nodes[local]], 0);
  const allocations = describeAllocations(view, facts.leading.nodes);
  const sample = facts.leading.nodes[facts.leading.nodes.length - 1];
  return {
    kind,
    verdict,
    fingerprint: fingerprint(kind, brokenEdge.label, facts.leading.group.name),
    headline: writeHeadline({ kind, facts, edge: brokenEdge, living, callback }),
    classes: facts.groups
      .filter(({ group }) => group.kind === 'class' || group.kind === 'function')
      .slice(0, MOST_CLASSES)
      .map(({ group, nodes }) => ({
        name: group.kind === 'function' ? `${group.name || '(anonymous)'}()` : group.name,
        source: group.kind === 'function' ? view.sources.ofFunction(nodes[0]) : view.sources.ofClass(nodes[0]),
        counts: [...group.counts],
      })),
    countPerSnapshot: [...facts.countPerSnapshot],
    dead: facts.leading.dead,
    living,
    suspects: facts.leading.nodes.length,
    deadBy: facts.deadBy.slice(0, 6).map((entry) => ({ ...entry })),
    shallowBytes,
    freedBytes: brokenEdge.freedBytes,
    growth: growthRate(
      facts.countPerSnapshot,
      facts.leading.births.slice(1),
      brokenEdge.freedBytes / Math.max(1, facts.leading.nodes.length),
    ),
    ...allocations,
    evidence: {
      for: [
        ...evidence.for,
        ...leaseEvidence(context.leaseFacts, facts),
        ...ledgerEvidence(context.ledgerFacts, facts),
        ...ageEvidence(allocations, facts.leading.group.name),
      ],
      against: [...evidence.against],
    },
    path: describePath(view.graph, view.tree, pathSample(view, facts, sample), new Set(view.timers.timers)),
    brokenEdge,
    cycle,
    refcount,
    reservation: { tracesBack: via.length > 0, via },
    holders: cluster.holders
      .slice(0, MOST_HOLDERS)
      .map((holder) => nameHolder(view, holder, ownerSource(view, holder.label))),
    source: callback ?? brokenEdge.source,
    sampleNodeIds: facts.leading.nodes.slice(-MOST_SAMPLES).map((node) => view.graph.nodeIds[node]),
  };
}

function isCollected({ kind }: RegionLabel): boolean {
  return kind === 'array' || kind === 'map' || kind === 'set' || kind === 'dictionary';
}

/** Peers that are connected, and nothing but their own sockets: no place of the program collects them. */
function isJustConnected(facts: ClusterFacts, set: SmallestCut): boolean {
  return (
    !isMostlyDead(facts) &&
    facts.inboundShare > 0.5 &&
    facts.openHandles > 0 &&
    set.labels.every((label) => label.kind === 'handle' || label.kind === 'timer')
  );
}

/** Living suspects must be of several rounds: those of the last one alone may be gone in the next. */
function isSpread(facts: ClusterFacts, rounds: number): boolean {
  if (rounds < 2 || isMostlyDead(facts)) return true;
  const births = facts.leading.births.slice(1);
  const largest = Math.max(...births);
  const busy = births.filter((born) => born > 0 && born >= largest * SPREAD_SHARE).length;
  return busy >= Math.max(2, rounds - 1);
}

/** Whether the collection that holds the suspects holds no more of them than it did: members come and go. */
function hasLevelledOff(
  { view, series }: ClusterContext,
  cluster: Cluster,
  set: SmallestCut,
  facts: ClusterFacts,
): boolean {
  if (series.length < 3) return false;
  const holder = cluster.holders.find((entry) => entry.label.id === set.labels[0].id);
  if (holder === undefined) return false;
  const { graph, tree } = view;
  const containers = new Set<number>();
  for (const edge of holder.edges) {
    if (edge === -1) return false;
    let container = graph.source(edge);
    if (graph.nodeType(container) === NodeType.array) container = tree.parent(container);
    if (container !== -1) containers.add(graph.nodeIds[container]);
  }
  const counts = series.map((summary) =>
    [...containers].reduce((sum, id) => sum + (summary.containerEntries.get(id) ?? 0), 0),
  );
  // A store that was made large at once is full of empty slots: its size says nothing.
  const last = counts[counts.length - 1];
  if (counts.some((count) => count === 0) || last > holder.edges.length * ROOMY) return false;
  // More than it has entries are no members of it: they hang on one another.
  if (facts.leading.nodes.length > last) return false;
  const pattern = classifyGrowth(counts);
  return pattern === 'plateau' || pattern === 'turnover';
}

/**
 * One suspect in a field or variable of each of many owners: not this place grows, its owners do, and they were
 * judged for themselves.
 */
function belongsToOwners(view: HeapView, cluster: Cluster, set: SmallestCut, facts: ClusterFacts): boolean {
  const holder = cluster.holders.find((entry) => entry.label.id === set.labels[0].id);
  if (holder === undefined || set.isLink) return false;
  if (holder.label.kind !== 'field' && holder.label.kind !== 'closure') return false;
  // Values of the language are counted by birth alone, which does not tell growth from turnover.
  if (facts.leading.group.kind === 'value') return true;
  const owners = new Set(
    holder.edges.filter((edge) => edge !== -1).map((edge) => view.labels.owner(view.graph.source(edge)).ownerNode),
  );
  // What several parts share has no reference from outside of its own, only its sharers'.
  const places = holder.edges.length === 0 ? holder.parts : owners.size;
  return places * 2 >= facts.leading.nodes.length;
}

/** The suspect that lies deepest shows the whole chain. */
function pathSample(view: HeapView, facts: ClusterFacts, fallback: number): number {
  let deepest = fallback;
  let length = -1;
  // Paths of a long chain cost as much as the chain: a few of the youngest and oldest suspects show it.
  const { nodes } = facts.leading;
  for (const node of [...nodes.slice(0, MOST_SAMPLES), ...nodes.slice(-MOST_SAMPLES)]) {
    const depth = view.tree.depth(node);
    if (depth > length) {
      length = depth;
      deepest = node;
    }
  }
  return deepest;
}

function describeBrokenEdge(
  { view, region }: ClusterContext,
  cluster: Cluster,
  set: SmallestCut,
  facts: ClusterFacts,
  kind: FindingKind,
  callback: Source | null,
): BrokenEdge {
  const first = set.labels[0];
  const ids = new Set(set.labels.map((label) => label.id));
  const gone = BitSet.of(region.nodes.length, region.freedBy(ids));
  const leading = new Set(facts.leading.nodes);
  const freed = cluster.suspects.filter((local) => leading.has(region.nodes[local]) && gone.has(local)).length;
  const loss =
    first.kind === 'field' && !set.isListed
      ? measureLivingLoss(view.graph, view.tree, view.labels, region, first, view.timers.timers)
      : null;
  const label = loss?.narrowed === true ? leasedText(first) : first.text;
  return {
    label,
    action: writeAction(kind, `\`${label}\``, first, facts, callback, set.isListed),
    edges: loss?.narrowed === true ? loss.sources.length : edgesOf(view.graph, cluster, first) + first.innerEdges,
    frees: freed,
    of: facts.leading.nodes.length,
    freedBytes: region.cut(ids, cluster.locals).bytes,
    // Of other labels only the references into suspects are cut: what lives goes with them where only suspects keep it.
    livingLost: loss?.lost ?? countFellows(view, region, facts, gone),
    also: set.labels
      .slice(1)
      .map((other) => ({ label: other.text, edges: edgesOf(view.graph, cluster, other), why: whyAlso(other) })),
    source: ownerSource(view, first),
  };
}

function whyAlso(label: RegionLabel): string {
  switch (label.kind) {
    case 'handle':
      return 'an open handle is a root of its own: it goes when the connection is closed';
    case 'timer':
      return 'a running timer is a root of its own';
    default:
      return 'holds the same objects';
  }
}

/** Whether the owner of the place existed before the series began: the place collects, it is not collected. */
function holderIsOld({ population, view }: ClusterContext, cluster: Cluster, set: SmallestCut): boolean {
  const isOld = (edge: number) => edge === -1 || population.birth[view.graph.source(edge)] === 0;
  // The links of a chain are as young as the chain: its head must hang on something old.
  if (set.isLink) return cluster.holders.some((holder) => holder.label.kind !== 'handle' && holder.edges.some(isOld));
  return cluster.holders.find((entry) => entry.label.id === set.labels[0].id)?.edges.some(isOld) ?? false;
}

/** Why most of what the place lists is there: it waits for a pool that has nothing left. */
function waitsFor({ view, waitFacts }: ClusterContext, cluster: Cluster, set: SmallestCut): Waiting | null {
  if (waitFacts.size === 0) return null;
  const edges = cluster.holders.find((entry) => entry.label.id === set.labels[0].id)?.edges ?? [];
  const waiting = edges.flatMap((edge) => (edge === -1 ? [] : (waitFacts.get(view.graph.target(edge)) ?? [])));
  return waiting.length > 0 && waiting.length * 2 >= edges.length ? waiting[0] : null;
}

/** Living instances of the leading class outside the finding. */
function countLiving(view: HeapView, facts: ClusterFacts): number {
  const { group, nodes } = facts.leading;
  const suspects = new Set(nodes);
  let living = 0;
  for (let place = 0, members = group.nodes, end = members.length; place < end; place += 1)
    if (!suspects.has(members[place]) && !view.deaths.isDead(members[place])) living += 1;
  return living;
}

/** Those of them that a cut frees as well. @param gone local indexes of what it frees */
function countFellows({ deaths }: HeapView, region: SuspectRegion, facts: ClusterFacts, gone: BitSet): number {
  const { group, nodes } = facts.leading;
  const fellows = BitSet.of(region.graph.nodeCount, group.nodes);
  for (const node of nodes) fellows.delete(node);
  let freed = 0;
  gone.forEach((local) => {
    if (fellows.has(region.nodes[local]) && !deaths.isDead(region.nodes[local])) freed += 1;
  });
  return freed;
}
