import { compareText } from '../findings/ranking.js';
import type { LabelKind } from './edge-label.js';
import { findParts } from './region-parts.js';
import type { RegionLabel, SuspectRegion } from './suspect-region.js';

/** Suspects that hang on the same references: one fault, as far as the heap can tell. */
export interface Cluster {
  /** Local indexes of the region, suspects and what only they keep. */
  readonly locals: readonly number[];
  readonly suspects: readonly number[];
  /** Whether something that may be using the suspects holds them, besides what books them. */
  readonly isBorrowed: boolean;
  /** References from outside that keep the cluster, most telling first. */
  readonly holders: readonly ClusterHolder[];
}

export interface ClusterHolder {
  readonly label: RegionLabel;
  /** Edges of this label into this cluster. */
  readonly edges: readonly number[];
  /** Parts of the cluster that it enters. */
  readonly parts: number;
}

/**
 * How much a holder tells about the fault, when several hold the same objects: a book before a
 * field, a field before a closure, anything before the connection's own open handle.
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
  engine: 2,
  handle: 1,
  root: 0,
};

export function tellingRank(kind: LabelKind): number {
  return TELLING[kind];
}

/** A label that reaches this share of what the strongest label reaches is still as good a name for a part. */
const COMPARABLE_SHARE = 0.5;

/**
 * Splits a region into clusters: parts that share nothing, put together again when the same most telling
 * reference enters them. O(region).
 */
export function findClusters(
  region: SuspectRegion,
  isBorrower: (label: RegionLabel) => boolean = () => false,
): Cluster[] {
  const { partOf: componentOf, sharedBy } = findParts(region);
  const labelsOf = new Map<number, Map<number, number[]>>();
  const partsOfLabel = new Map<number, number>();
  region.forEachBoundary((label, local, edge) => {
    if (region.labels[label].kind === 'root') return;
    const component = componentOf[local];
    const labels = labelsOf.get(component) ?? new Map<number, number[]>();
    labelsOf.set(component, labels);
    const edges = labels.get(label);
    if (edges === undefined) {
      labels.set(label, [edge]);
      partsOfLabel.set(label, (partsOfLabel.get(label) ?? 0) + 1);
    } else {
      edges.push(edge);
    }
  });

  // What several parts share is held by whatever holds them. Sharers come before what they share.
  for (const [part, sharers] of sharedBy) {
    const labels = labelsOf.get(part) ?? new Map<number, number[]>();
    for (const sharer of sharers)
      for (const label of labelsOf.get(sharer)?.keys() ?? []) if (!labels.has(label)) labels.set(label, []);
    if (labels.size > 0) labelsOf.set(part, labels);
  }

  // What a borrower holds, too, is in use perhaps; what only books hold is not: two faults, if one at all.
  const clusterOf = new Map<number, string>();
  const primaryOf = new Map<string, number>();
  for (const [component, labels] of labelsOf) {
    const primary = primaryLabel(region, [...labels.keys()], partsOfLabel);
    const borrowed = [...labels.keys()].some((label) => label !== primary && isBorrower(region.labels[label]));
    const key = `${primary} ${borrowed}`;
    clusterOf.set(component, key);
    primaryOf.set(key, primary);
  }

  const drafts = new Map<string, { locals: number[]; suspects: number[]; components: Set<number> }>();
  for (let local = 0; local < region.nodes.length; local += 1) {
    const key = clusterOf.get(componentOf[local]);
    if (key === undefined) continue;
    let draft = drafts.get(key);
    if (draft === undefined) {
      draft = { locals: [], suspects: [], components: new Set() };
      drafts.set(key, draft);
    }
    draft.locals.push(local);
    draft.components.add(componentOf[local]);
    if (region.isSuspect(local)) draft.suspects.push(local);
  }
  return [...drafts.entries()]
    .map(([key, { locals, suspects, components }]) => ({
      locals,
      suspects,
      isBorrowed: key.endsWith('true'),
      holders: holdersOf(region, components, labelsOf, primaryOf.get(key) ?? -1),
    }))
    .sort(
      (a, b) => b.suspects.length - a.suspects.length || compareText(a.holders[0].label.text, b.holders[0].label.text),
    );
}

/** Two clusters as one. */
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

/** The label by which a part is known: it enters most parts, then it tells most, then the alphabet decides. */
function primaryLabel(
  region: SuspectRegion,
  labels: readonly number[],
  partsOfLabel: ReadonlyMap<number, number>,
): number {
  const parts = (label: number) => partsOfLabel.get(label) ?? 0;
  const informative = labels.filter((label) => region.labels[label].kind !== 'handle');
  const candidates = informative.length > 0 ? informative : labels;
  const most = Math.max(...candidates.map(parts));
  return [...candidates]
    .filter((label) => parts(label) >= most * COMPARABLE_SHARE)
    .sort(
      (a, b) =>
        tellingRank(region.labels[b].kind) - tellingRank(region.labels[a].kind) ||
        parts(b) - parts(a) ||
        compareText(region.labels[a].text, region.labels[b].text),
    )[0];
}

function holdersOf(
  region: SuspectRegion,
  components: ReadonlySet<number>,
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
