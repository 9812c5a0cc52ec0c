import { compareText } from '../../findings/finding-order.js';
import type { LabelKind } from '../labels/edge-label.js';
import type { RegionLabel, SuspectRegion } from './region.js';
import { findParts } from './region-parts.js';
import { findSharedOwners } from './shared-owners.js';

/** Suspects that are kept by the same references, and so probably leak by one fault. */
export interface Cluster {
  /** Local indexes of the suspects and of the objects that only they keep. */
  readonly locals: readonly number[];
  readonly suspects: readonly number[];
  /** Whether something besides books holds the suspects and may be using them. */
  readonly isBorrowed: boolean;
  /** References from outside that keep the cluster, most telling first. */
  readonly holders: readonly ClusterHolder[];
}

export interface ClusterHolder {
  readonly label: RegionLabel;
  /** Edges of this label into this cluster. */
  readonly edges: readonly number[];
  /** Number of parts of the cluster that these edges enter. */
  readonly parts: number;
}

/** A region and the clusters in it. */
export interface SplitRegion {
  readonly region: SuspectRegion;
  readonly clusters: readonly Cluster[];
}

/**
 * Which holder explains the fault best when several hold the same objects: a book before a field, a field before a closure,
 * anything before the connection's own open handle.
 */
const TELLING: Readonly<Record<LabelKind, number>> = {
  array: 9,
  map: 9,
  set: 9,
  dictionary: 9,
  field: 8,
  timer: 7,
  promise: 6,
  closure: 5,
  global: 4,
  handle: 1,
  root: 0,
};

export function tellingRank(kind: LabelKind): number {
  return TELLING[kind];
}

/** The key of a part without a known holder. */
const NO_KEY = -1;

/** Least share of the parts of the strongest label that another label must enter to be as good a name for a part. */
const COMPARABLE_SHARE = 0.5;

/**
 * Splits a region into clusters: first into parts that share nothing; then parts that are entered by the same label, the one
 * that explains most, are joined. O(region).
 */
export function findClusters(
  region: SuspectRegion,
  isBorrower: (label: RegionLabel) => boolean = () => false,
): Cluster[] {
  const { partOf: componentOf, sharedBy } = findParts(region);
  const labelsOf = new Map<number, Map<number, number[]>>();
  const partsOfLabel = new Uint32Array(region.labels.length);
  region.forEachBoundary((label, local, edge) => {
    if (region.labels[label].kind === 'root') return;
    const component = componentOf[local];
    let labels = labelsOf.get(component);
    if (labels === undefined) {
      labels = new Map();
      labelsOf.set(component, labels);
    }
    const edges = labels.get(label);
    if (edges === undefined) {
      labels.set(label, [edge]);
      partsOfLabel[label] += 1;
    } else {
      edges.push(edge);
    }
  });

  // Objects that several parts share are held by the holders of these parts. The parts come first in the order.
  for (const [part, sharers] of sharedBy) {
    const labels = labelsOf.get(part) ?? new Map<number, number[]>();
    for (const sharer of sharers) {
      const others = labelsOf.get(sharer);
      if (others !== undefined) for (const label of others.keys()) if (!labels.has(label)) labels.set(label, []);
    }
    if (labels.size > 0) labelsOf.set(part, labels);
  }

  // Objects that a possible user holds too may be in use, and those that only books hold are not: these are kept apart.
  const keyOf = new Int32Array(region.nodes.length).fill(NO_KEY);
  for (const [component, labels] of labelsOf) {
    const primary = primaryLabel(region, labels, partsOfLabel);
    keyOf[component] = primary * 2 + (isHeldByOther(region, labels, primary, isBorrower) ? 1 : 0);
  }

  const placeOf = findSharedOwners(region, componentOf, sharedBy, keyOf);
  const drafts = new Map<number, { locals: number[]; suspects: number[]; components: number[] }>();
  const isListed = new Uint8Array(region.nodes.length);
  for (let local = 0; local < region.nodes.length; local += 1) {
    const component = componentOf[local];
    if (keyOf[component] === NO_KEY) continue;
    const key = placeOf(keyOf[component]);
    let draft = drafts.get(key);
    if (draft === undefined) {
      draft = { locals: [], suspects: [], components: [] };
      drafts.set(key, draft);
    }
    draft.locals.push(local);
    if (isListed[component] === 0) draft.components.push(component);
    isListed[component] = 1;
    if (region.isSuspect(local)) draft.suspects.push(local);
  }
  return [...drafts.entries()]
    .map(([key, { locals, suspects, components }]) => ({
      locals,
      suspects,
      isBorrowed: key % 2 === 1,
      holders: holdersOf(region, components, labelsOf, key >>> 1),
    }))
    .sort(
      (a, b) => b.suspects.length - a.suspects.length || compareText(a.holders[0].label.text, b.holders[0].label.text),
    );
}

/** Joins two clusters. */
export function mergeClusters(a: Cluster, b: Cluster): Cluster {
  const holders = new Map(a.holders.map((holder) => [holder.label.id, holder]));
  for (const holder of b.holders) {
    const known = holders.get(holder.label.id);
    holders.set(
      holder.label.id,
      known === undefined
        ? holder
        : { label: holder.label, edges: [...known.edges, ...holder.edges], parts: known.parts + holder.parts },
    );
  }
  return {
    locals: [...a.locals, ...b.locals],
    suspects: [...a.suspects, ...b.suspects],
    isBorrowed: a.isBorrowed,
    holders: [...holders.values()],
  };
}

/** The label that names a part: of those that enter most parts, the one that explains most, then the first by name. */
function primaryLabel(
  { labels: all }: SuspectRegion,
  labels: ReadonlyMap<number, unknown>,
  partsOfLabel: Uint32Array,
): number {
  let most = 0;
  let isInformed = false;
  for (const label of labels.keys()) {
    const informs = all[label].kind !== 'handle';
    if (informs && !isInformed) most = 0;
    isInformed ||= informs;
    if (informs === isInformed) most = Math.max(most, partsOfLabel[label]);
  }
  let best = -1;
  for (const label of labels.keys()) {
    if (isInformed && all[label].kind === 'handle') continue;
    if (partsOfLabel[label] < most * COMPARABLE_SHARE) continue;
    if (best === -1 || compareTelling(all, partsOfLabel, label, best) < 0) best = label;
  }
  return best;
}

function compareTelling(labels: readonly RegionLabel[], partsOfLabel: Uint32Array, a: number, b: number): number {
  return (
    tellingRank(labels[b].kind) - tellingRank(labels[a].kind) ||
    partsOfLabel[b] - partsOfLabel[a] ||
    compareText(labels[a].text, labels[b].text)
  );
}

function isHeldByOther(
  region: SuspectRegion,
  labels: ReadonlyMap<number, unknown>,
  primary: number,
  isBorrower: (label: RegionLabel) => boolean,
): boolean {
  for (const label of labels.keys()) if (label !== primary && isBorrower(region.labels[label])) return true;
  return false;
}

function holdersOf(
  region: SuspectRegion,
  components: readonly number[],
  labelsOf: ReadonlyMap<number, ReadonlyMap<number, readonly number[]>>,
  primary: number,
): ClusterHolder[] {
  const holders = new Map<number, { edges: number[]; parts: number }>();
  for (const component of components) {
    for (const [label, edges] of labelsOf.get(component) ?? []) {
      const holder = holders.get(label) ?? { edges: [], parts: 0 };
      for (const edge of edges) holder.edges.push(edge);
      holder.parts += 1;
      holders.set(label, holder);
    }
  }
  return [...holders.entries()]
    .map(([label, { edges, parts }]) => ({ label: region.labels[label], edges, parts }))
    .sort(
      (a, b) =>
        Number(b.label.id === primary) - Number(a.label.id === primary) ||
        tellingRank(b.label.kind) - tellingRank(a.label.kind) ||
        b.parts - a.parts ||
        compareText(a.label.text, b.label.text),
    );
}
