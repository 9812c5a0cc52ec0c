import { BitSet } from '../../graph/bit-set.js';
import { CONNECTION_HANDLES } from '../../profiles/node-core.js';
import { type Cluster, tellingRank } from './clusters.js';
import { areInList } from './list-membership.js';
import type { RegionLabel, SuspectRegion } from './region.js';

/** The references to cut, and what that frees within the cluster. */
export interface SmallestCut {
  /** The one to name first, then those that must go as well. */
  readonly labels: readonly RegionLabel[];
  readonly frees: number;
  readonly freedBytes: number;
  /** Whether the first label is a link from one suspect to the next. */
  readonly isLink: boolean;
  /** Whether the first label leads to a list or tree of linked entries that most suspects are still in. */
  readonly isListed: boolean;
  /** Whether that is a tree. */
  readonly isTree?: true;
}

/** A set that frees this share of what cutting all references frees is large enough. */
const ENOUGH = 0.95;
/** A single link field that frees this share explains a chain better than everything that holds its heads. */
const ENOUGH_FOR_LINK = 0.7;
/** Most link fields that are tried, those with most references first. */
const MOST_LINKS = 6;
const LINK_SAMPLES = 24;
/** Sampling by the golden ratio avoids any period, such as always hitting the last link of chains of equal length. */
const GOLDEN = 0.618_033_988_749_894_9;
/** Most steps from one link of a chain to the next. */
const MAX_PERIOD = 4;
const MOST_SEEN = 200;
/** Least number of heads for which linked entries are chains: a list has one or two heads. */
const MIN_HEADS = 3;
/** Least links for each head for which a cluster counts as chains. */
const LINKS_PER_HEAD = 3;
/** Most labels that are tried one by one. */
const MOST_LABELS = 24;

/**
 * The smallest set of labels whose cut frees the cluster. A single label is tried first, among the references from outside and
 * the links between suspects. Otherwise all references from outside are cut, and then restored one by one as long as the
 * cluster stays free.
 *
 * O(labels × region); at most {@link MOST_LABELS} labels are tried.
 */
export function findSmallestCut(region: SuspectRegion, cluster: Cluster): SmallestCut | null {
  const outside = cluster.holders.map((holder) => holder.label);
  if (outside.length === 0) return null;
  const everything = region.cut(new Set(outside.map((label) => label.id)), cluster.locals);
  if (everything.suspects === 0) return null;
  const wanted = everything.suspects * ENOUGH;

  const links = findLinks(region, cluster);
  const single = () => bestSingle(region, cluster, outside.slice(0, MOST_LABELS), wanted);
  const isTree = leadsToTrees(region, cluster) || links.some(({ targets }) => areInTrees(region, targets));
  if (isTree || links.some(({ label }) => areInList(region, cluster, label))) {
    // The link and the ends of the list are correct: entries must be removed from the list.
    const whole = single() ?? smallestSet(region, cluster, outside, wanted);
    return { ...whole, isLink: false, isListed: true, ...(isTree ? { isTree } : {}) };
  }
  const link = bestLink(region, cluster, links, everything.suspects);
  if (link !== null && isStrungOut(region, cluster, link)) return link;
  const alone = single();
  if (alone !== null) return alone;
  if (link !== null && link.frees >= wanted) return link;
  const smallest = smallestSet(region, cluster, outside, wanted);
  return link !== null && smallest.labels.length > 1 ? link : smallest;
}

/** All references from outside, except those that can be restored, the least telling first, while the cluster stays free. */
function smallestSet(
  region: SuspectRegion,
  cluster: Cluster,
  outside: readonly RegionLabel[],
  wanted: number,
): SmallestCut {
  const needed = new Set(outside.map((label) => label.id));
  for (const label of [...outside].reverse().slice(0, MOST_LABELS * 4)) {
    needed.delete(label.id);
    if (region.cut(needed, cluster.locals).suspects < wanted) needed.add(label.id);
  }
  const labels = ownMachineryOrder(outside.filter((label) => needed.has(label.id)));
  const { suspects, bytes } = region.cut(needed, cluster.locals);
  return { labels, frees: suspects, freedBytes: bytes, isLink: false, isListed: false };
}

/**
 * Puts the handle first when only the suspects' own timers and open handles keep them: it is what must be closed. Of a connection and
 * its parser that is the connection, whichever has more references.
 */
function ownMachineryOrder(labels: readonly RegionLabel[]): readonly RegionLabel[] {
  const isConnection = (label: RegionLabel) =>
    label.owner.kind === 'handle' && CONNECTION_HANDLES.has(label.owner.name);
  const handles = labels.filter((label) => label.kind === 'handle');
  const handle = handles.find(isConnection) ?? handles[0];
  if (handle === undefined || !labels.every((label) => label.kind === 'handle' || label.kind === 'timer'))
    return labels;
  return [handle, ...labels.filter((label) => label !== handle)];
}

function bestSingle(
  region: SuspectRegion,
  cluster: Cluster,
  outside: readonly RegionLabel[],
  wanted: number,
): SmallestCut | null {
  let best: SmallestCut | null = null;
  const partsOf = new Map(cluster.holders.map((holder) => [holder.label.id, holder.parts]));
  for (const label of outside) {
    const { suspects, bytes } = region.cut(new Set([label.id]), cluster.locals);
    if (suspects < wanted) continue;
    const candidate: SmallestCut = {
      labels: [label],
      frees: suspects,
      freedBytes: bytes,
      isLink: linksAlike(region, cluster, label),
      isListed: false,
    };
    if (best === null || isBetter(candidate, best, partsOf)) best = candidate;
  }
  return best;
}

/** Whether most references of a label lead from an object to another of its class: a list link. */
function linksAlike(region: SuspectRegion, cluster: Cluster, label: RegionLabel): boolean {
  if (label.kind !== 'field') return false;
  const edges = cluster.holders.find((holder) => holder.label.id === label.id)?.edges ?? [];
  const { graph } = region;
  const alike = edges.filter((edge) => {
    const source = graph.source(edge);
    return graph.nodeNames[source] === graph.nodeNames[graph.target(edge)] && graph.nodeName(source) !== 'Object';
  });
  return alike.length * 2 > edges.length;
}

function isBetter(a: SmallestCut, b: SmallestCut, parts: ReadonlyMap<number, number>): boolean {
  const rank = (set: SmallestCut) => tellingRank(set.labels[0].kind);
  if (rank(a) !== rank(b)) return rank(a) > rank(b);
  if (a.frees !== b.frees) return a.frees > b.frees;
  return (parts.get(a.labels[0].id) ?? 0) > (parts.get(b.labels[0].id) ?? 0);
}

/** A field whose references lead from one suspect to the next, with the nodes that they lead to, as local indexes. */
interface Link {
  readonly label: number;
  readonly targets: readonly number[];
}

/** Fields that link suspects into chains, directly or through a wrapper, those with most references first. */
function findLinks(region: SuspectRegion, cluster: Cluster): Link[] {
  const inCluster = BitSet.of(region.nodes.length, cluster.locals);
  const fields = new Map<number, number[]>();
  region.forEachInner((label, source, target) => {
    if (!inCluster.has(source) || region.labels[label].kind !== 'field') return;
    const targets = fields.get(label);
    if (targets === undefined) fields.set(label, [target]);
    else targets.push(target);
  });
  const links: Link[] = [];
  const byNumber = [...fields].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
  for (const [label, targets] of byNumber) {
    if (leadsOn(region, label, targets)) links.push({ label, targets });
    if (links.length === MOST_LINKS) break;
  }
  return links;
}

/** Whether most references of the most telling label enter trees. */
function leadsToTrees(region: SuspectRegion, { holders: [{ edges }] }: Cluster): boolean {
  const entered = edges.filter((edge) => edge !== -1 && region.isTreeNode(region.graph.target(edge)));
  return entered.length * 2 > edges.length;
}

/** Whether most of what a link leads to is in trees, whose links are correct. @param targets local indexes */
function areInTrees(region: SuspectRegion, targets: readonly number[]): boolean {
  return targets.filter((local) => region.isTreeNode(region.nodes[local])).length * 2 > targets.length;
}

/** The link whose cut frees most, if it frees most of the cluster. */
function bestLink(region: SuspectRegion, cluster: Cluster, links: readonly Link[], all: number): SmallestCut | null {
  let best: SmallestCut | null = null;
  let bestLeadsToHeads = false;
  const heads = classesOfHeads(region, cluster);
  for (const { label, targets } of links) {
    const { suspects, bytes } = region.cut(new Set([label]), cluster.locals);
    if (suspects < all * ENOUGH_FOR_LINK) continue;
    // Entry → wrapper → entry: the link is the field that leads to the next entry, and not the one that holds the wrapper.
    const leadsToHeads = heads.has(region.graph.nodeNames[region.nodes[targets[0]]]);
    const isBetter = best === null || (leadsToHeads === bestLeadsToHeads ? suspects > best.frees : leadsToHeads);
    if (!isBetter) continue;
    best = { labels: [region.labels[label]], frees: suspects, freedBytes: bytes, isLink: true, isListed: false };
    bestLeadsToHeads = leadsToHeads;
  }
  return best;
}

/** Name indexes of the classes by which a cluster is entered. */
function classesOfHeads(region: SuspectRegion, cluster: Cluster): Set<number> {
  const { graph } = region;
  const heads = new Set<number>();
  for (const holder of cluster.holders) {
    if (holder.label.kind === 'handle' || holder.label.kind === 'root') continue;
    for (const edge of holder.edges) if (edge !== -1) heads.add(graph.nodeNames[graph.target(edge)]);
  }
  return heads;
}

/** Whether behind most references of a label another reference of it follows within a few steps: a chain. */
function leadsOn(region: SuspectRegion, label: number, targets: readonly number[]): boolean {
  const tried = Math.min(LINK_SAMPLES, targets.length);
  let followed = 0;
  for (let sample = 0; sample < tried; sample += 1) {
    const index = tried === targets.length ? sample : Math.floor(((sample * GOLDEN) % 1) * targets.length);
    if (followedBy(region, label, targets[index])) followed += 1;
  }
  return followed * 2 > tried;
}

function followedBy(region: SuspectRegion, label: number, from: number): boolean {
  let level = [from];
  const seen = new Set(level);
  for (let depth = 0; depth < MAX_PERIOD && level.length > 0; depth += 1) {
    const next: number[] = [];
    let found = false;
    for (const local of level) {
      region.forEachReference(local, (other, target) => {
        // The way back through the same link, as in a doubly linked list, counts as well.
        if (other === label && target !== from) found = true;
        if (!seen.has(target) && seen.size < MOST_SEEN) {
          seen.add(target);
          next.push(target);
        }
      });
    }
    if (found) return true;
    level = next;
  }
  return false;
}

/**
 * Whether a cluster consists of chains whose heads are entries of a collection: then those entries are correct, and the link is
 * stale. A linked list, in contrast, has one head, in a field.
 */
function isStrungOut(region: SuspectRegion, cluster: Cluster, link: SmallestCut): boolean {
  const heads = new Set<number>();
  const owners = new Set<number>();
  for (const holder of cluster.holders) {
    if (holder.label.kind === 'handle' || holder.label.kind === 'root') continue;
    for (const edge of holder.edges) {
      if (edge === -1) continue;
      heads.add(region.graph.target(edge));
      owners.add(region.graph.source(edge));
    }
  }
  const collected = cluster.holders.some((holder) => ['array', 'map', 'set', 'dictionary'].includes(holder.label.kind));
  return (
    heads.size >= MIN_HEADS &&
    (collected || owners.size >= MIN_HEADS) &&
    heads.size * LINKS_PER_HEAD <= link.labels[0].innerEdges
  );
}
