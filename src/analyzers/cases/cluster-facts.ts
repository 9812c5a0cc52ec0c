import { compareText } from '../../findings/finding-order.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { PARTS_BY_NODE } from '../../profiles/node-core.js';
import type { Profile } from '../../profiles/profile-schema.js';
import { isInnerLayer, isReservationClass, type Role, speaksOfReservations } from '../../profiles/vocabulary.js';
import { NodeType } from '../../snapshot/kinds.js';
import type { Cluster } from '../cut/clusters.js';
import { isBook, isBorrower, isIdleBook, ledgerWords } from '../cut/holder-roles.js';
import type { RegionLabel, SuspectRegion } from '../cut/region.js';
import type { SmallestCut } from '../cut/smallest-cut.js';
import { ownerNameOf, placeNamesOf } from '../labels/label-questions.js';
import type { DeathIndex } from '../objects/deaths.js';
import type { RoleIndex } from '../objects/roles.js';
import type { Group, Population } from '../series/population.js';
import { MOSTLY } from './thresholds.js';

/** Suspects of one kind within a cluster. */
export interface ClusterGroup {
  readonly group: Group;
  readonly role: Role;
  /** Ordinals. */
  readonly nodes: readonly number[];
  readonly dead: number;
  /** The fields that say so, the most frequent first: each of the dead is counted by one of them. */
  readonly deadBy: readonly { readonly field: string; readonly objects: number }[];
  /** Length of the shortest path from the object outside that holds the cluster to the nearest object of the group. */
  readonly depth: number;
  /** Number of objects by the snapshot that first showed them. */
  readonly births: readonly number[];
}

/** What is known of a cluster before its kind is chosen and the case is judged. */
export interface ClusterFacts {
  readonly groups: readonly ClusterGroup[];
  /** The group that the report names. */
  readonly leading: ClusterGroup;
  /** The group of connections, when there are any. */
  readonly connections: ClusterGroup | null;
  readonly dead: number;
  /** Whether the fields of all dead objects of the leading group say only that work is done: they may be idle, or kept as a result. */
  readonly isWorkDone: boolean;
  /** Handles of open connections inside the cluster. */
  readonly openHandles: number;
  /** Share of living sockets that a server of this process accepted: of the leading group where it has sockets, else of the cluster. */
  readonly inboundShare: number;
  /** The same share of all living sockets in the cluster. */
  readonly inboundNearby: number;
  /** Share of the connections that have a request or query in progress. */
  readonly busyShare: number;
  readonly suspectsPerRound: readonly number[];
  /** Suspects present in each snapshot. */
  readonly countPerSnapshot: readonly number[];
  readonly books: readonly RegionLabel[];
  readonly outsiders: readonly RegionLabel[];
  /** Whether the books say that the suspects are leased: a book of leases lists them, or a book besides the one of idle resources. */
  readonly isLending: boolean;
  readonly isIdle: boolean;
  /** Set when the leading suspects are HTTP requests of this process that are under way. */
  readonly areRequests?: true;
  /** A better name for the class of the leading suspects, where its own name says nothing. */
  readonly shownName?: string;
  /** The terms of the library that leased the leading suspects; absent when no profile knows it. */
  readonly words?: NonNullable<Profile['words']>;
}

/** Greatest depth below its holder that lowers the rank of a group further. */
const MAX_DEPTH_PENALTY = 9;
const ROLE_SCORE: Readonly<Record<Role, number>> = {
  connection: 50,
  lease: 40,
  waiter: 35,
  session: 30,
  pool: 25,
  none: 0,
};
const RECORD_ROLE_SCORE = 20;
const LISTED = 6;
/** How much lower the layers inside a connection rank than the connection itself. */
const INNER_LAYER = 8;
const KIND_SCORE: Readonly<Record<Group['kind'], number>> = { class: 12, function: 4, record: 5, scope: 0, value: 1 };

export function gatherFacts(
  graph: HeapGraph,
  region: SuspectRegion,
  cluster: Cluster,
  set: SmallestCut,
  population: Population,
  deaths: DeathIndex,
  roles: RoleIndex,
  snapshots: number,
): ClusterFacts {
  const groups = groupSuspects(graph, region, cluster, population, deaths, roles, snapshots);
  const leading = groups[0];
  const nodes = cluster.locals.map((local) => region.nodes[local]);
  // Who opened a closed socket does not matter: sockets of aborted requests must not excuse open ones.
  const isLiving = (node: number) => !deaths.isDead(node);
  const sockets = nodes.filter(
    (node) => roles.of(node) === 'connection' && roles.socketOf(node) === node && isLiving(node),
  );
  const isInbound = (node: number) => roles.isInbound(node);
  const connections =
    groups
      .filter((group) => group.role === 'connection' && !PARTS_BY_NODE.has(group.group.name))
      .sort(compareGroups)[0] ?? null;
  const books = set.labels.filter((label) => isBook(label, roles));
  const births = sumBirths(groups, snapshots);
  const needed = new Set(set.labels.map(({ id }) => id));
  return {
    groups,
    leading,
    connections,
    dead: groups.reduce((sum, group) => sum + group.dead, 0),
    isWorkDone:
      leading.dead > 0 &&
      leading.nodes.every((node) => !deaths.isDead(node) || deaths.reason(node)?.isWorkDone === true),
    openHandles: nodes.filter((node) => roles.isOpenHandle(node)).length,
    inboundShare: share(socketsOf(leading, sockets, roles).filter(isLiving), isInbound),
    inboundNearby: share(sockets, isInbound),
    busyShare: connections === null ? 0 : share(connections.nodes, (node) => roles.isBusy(node)),
    suspectsPerRound: births.slice(1),
    countPerSnapshot: leading.births.map((_, index) =>
      leading.births.slice(0, index + 1).reduce((sum, born) => sum + born, 0),
    ),
    books,
    outsiders: findOutsiders(cluster, set, roles),
    isLending: books.some((book) => ledgerWords(book).includes('leased') || roles.lends(book.ownerNode)),
    // A book of idle resources that need not be cut does not hold them: one idle client may refer to all that are leased.
    isIdle: cluster.holders.some(
      ({ label, parts }) =>
        parts * 2 >= partsOf(cluster) && isIdleBook(label, roles, isPooled(leading.role)) && needed.has(label.id),
    ),
  };
}

function isPooled(role: Role): boolean {
  return role === 'connection' || role === 'lease' || role === 'session';
}

/** The sockets of the leading group, when it has any, else all: a server in the same process has as many sockets as its clients. */
function socketsOf(leading: ClusterGroup, all: readonly number[], roles: RoleIndex): readonly number[] {
  const own = leading.nodes.map((node) => roles.socketOf(node)).filter((socket) => socket !== -1);
  return own.length * 2 >= leading.nodes.length ? own : all;
}

/** Whether at least half of the leading group is dead, which makes the finding one about dead objects. */
export function isMostlyDead({ leading }: ClusterFacts): boolean {
  return leading.dead > 0 && leading.dead >= leading.nodes.length * MOSTLY;
}

/** Whether names on the way to the suspects speak of leases, checkouts or a pool's books. */
export function reservationWords(facts: ClusterFacts, holders: readonly RegionLabel[]): string[] {
  const via = new Set<string>();
  for (const label of holders) if (placeNamesOf(label).some(speaksOfReservations)) via.add(label.text);
  for (const { group, role } of facts.groups) {
    // `HTTPClientAsyncResource` is a resource of Node.js, and nothing that a pool lends.
    if (PARTS_BY_NODE.has(group.name)) continue;
    if (group.kind === 'class' && (role === 'lease' || (role !== 'none' && isReservationClass(group.name))))
      via.add(group.name);
  }
  return [...via].slice(0, 6);
}

/**
 * Whether pools or agents pile up. A program has few of them, so a new one each time is a fault, whatever its connections do.
 * Only those count that are entries of the place, or lie in a plain record that is one: a deeper one belongs to a request.
 */
export function isPoolEach({ groups, leading }: ClusterFacts): boolean {
  const isEach = ({ nodes }: ClusterGroup) => nodes.length * 2 >= leading.nodes.length;
  const hasOwners = groups.some((group) => group.depth === 0 && group.group.kind === 'class' && isEach(group));
  return groups.some((group) => group.role === 'pool' && isEach(group) && group.depth <= (hasOwners ? 0 : 1));
}

function groupSuspects(
  graph: HeapGraph,
  region: SuspectRegion,
  cluster: Cluster,
  population: Population,
  deaths: DeathIndex,
  roles: RoleIndex,
  snapshots: number,
): ClusterGroup[] {
  const depthOf = region.depthsWithin(cluster.locals);
  const nodesOf = new Map<number, number[]>();
  for (const local of cluster.suspects) {
    const node = region.nodes[local];
    const group = population.groupOf(node);
    if (group === -1) continue;
    const list = nodesOf.get(group);
    if (list === undefined) nodesOf.set(group, [node]);
    else list.push(node);
  }
  return [...nodesOf.entries()]
    .map(([index, nodes]) => {
      const births = new Array<number>(snapshots).fill(0);
      for (const node of nodes) births[population.birth[node]] += 1;
      const role = graph.nodeType(nodes[0]) === NodeType.object ? roles.of(nodes[0]) : 'none';
      const dead = nodes.filter((node) => deaths.isDead(node));
      return {
        group: population.groups[index],
        role,
        nodes,
        depth: nodes.reduce((least, node) => Math.min(least, depthOf(node) ?? least), Number.MAX_SAFE_INTEGER),
        dead: dead.length,
        deadBy: countReasons(dead, deaths),
        births,
      };
    })
    .sort(compareGroups);
}

function compareGroups(a: ClusterGroup, b: ClusterGroup): number {
  return score(b) - score(a) || b.nodes.length - a.nodes.length || compareText(a.group.name, b.group.name);
}

function score(entry: ClusterGroup): number {
  const core = PARTS_BY_NODE.has(entry.group.name);
  return (
    (core ? 2 : roleScore(entry)) +
    (core ? 0 : KIND_SCORE[entry.group.kind]) +
    Math.min(20, Math.log2(entry.nodes.length + 1) * 2) -
    // Of two connections, one inside the other, the outer one ranks higher, as the program made it.
    Math.min(MAX_DEPTH_PENALTY, entry.depth) +
    // The author of a place thinks of its entries, however many parts each of them has.
    (entry.depth === 0 && entry.group.kind === 'class' && !core ? LISTED : 0)
  );
}

/** A plain object ranks below classes, as it is usually a part of one; a stream or socket ranks below a connection. */
function roleScore({ group, role }: ClusterGroup): number {
  if (group.kind === 'record') return Math.min(RECORD_ROLE_SCORE, ROLE_SCORE[role]);
  return ROLE_SCORE[role] - (role === 'connection' && isInnerLayer(group.name) ? INNER_LAYER : 0);
}

function countReasons(nodes: readonly number[], deaths: DeathIndex): { field: string; objects: number }[] {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    const reason = deaths.reason(node);
    if (reason === null) continue;
    const text = `${reason.field} = ${reason.value}`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts.entries()]
    .map(([field, objects]) => ({ field, objects }))
    .sort((a, b) => b.objects - a.objects || (a.field < b.field ? -1 : 1));
}

function sumBirths(groups: readonly ClusterGroup[], snapshots: number): number[] {
  const births = new Array<number>(snapshots).fill(0);
  for (const group of groups)
    group.births.forEach((born, index) => {
      births[index] += born;
    });
  return births;
}

/** What may be using the suspects, besides books; empty when these references together enter less than half of the cluster's parts. */
function findOutsiders(cluster: Cluster, set: SmallestCut, roles: RoleIndex): readonly RegionLabel[] {
  // What only its open handles keep, a part of the connection does not use: its socket leads to its request as the handle does.
  const isOwn = (label: RegionLabel) => set.labels[0].kind === 'handle' && PARTS_BY_NODE.has(ownerNameOf(label));
  const borrowers = set.labels.filter((label) => isBorrower(label, roles) && !isOwn(label));
  const partsOfLabel = new Map(cluster.holders.map(({ label, parts }) => [label.id, parts]));
  // A label that is no holder links suspects with one another, and counts for all parts.
  const entered = borrowers.reduce((sum, { id }) => sum + (partsOfLabel.get(id) ?? partsOf(cluster)), 0);
  return entered >= partsOf(cluster) * MOSTLY ? borrowers : [];
}

function partsOf(cluster: Cluster): number {
  return Math.max(...cluster.holders.map((holder) => holder.parts));
}

function share(nodes: readonly number[], test: (node: number) => boolean): number {
  return nodes.length === 0 ? 0 : nodes.filter(test).length / nodes.length;
}
