import type { HeapGraph } from '../../graph/heap-graph.js';
import type { PathTree } from '../../graph/path-tree.js';
import type { EdgeLabels } from '../labels/edge-labels.js';
import { ClassIdentities, type ObjectKind } from '../objects/class-identity.js';
import { classifyGrowth, type GrowthPattern } from './growth-pattern.js';
import type { SnapshotSummary } from './snapshot-summary.js';

/** All living instances of one kind in the last snapshot, and their number in each snapshot. */
export interface Group {
  readonly name: string;
  readonly kind: ObjectKind;
  /** Ordinals, ascending by discovery. */
  readonly nodes: Uint32Array;
  /** Instances by the round of their birth: [0] existed in the first snapshot, [i] first seen in snapshot i. */
  readonly births: readonly number[];
  /** Instances in each snapshot, dead or alive then; for values only what still exists of each. */
  readonly counts: readonly number[];
  readonly pattern: GrowthPattern;
}

interface Draft {
  readonly name: string;
  readonly kind: ObjectKind;
  /** Ordinal of the node that all of the group share (such as the constructor), or -1. */
  readonly identity: number;
  readonly births: number[];
}

const NO_GROUP = -1;

/**
 * The last snapshot's objects by kind and by birth. Birth is the first snapshot that contains the node id, so ids must
 * be comparable. Everything is computed on demand: a heap without suspects needs no population.
 */
export class Population {
  readonly #graph: HeapGraph;
  readonly #tree: PathTree;
  readonly #labels: EdgeLabels;
  readonly #series: readonly SnapshotSummary[];
  #census: Census | null = null;

  constructor(graph: HeapGraph, tree: PathTree, labels: EdgeLabels, series: readonly SnapshotSummary[]) {
    this.#graph = graph;
    this.#tree = tree;
    this.#labels = labels;
    this.#series = series;
  }

  get groups(): readonly Group[] {
    return this.#counted().groups;
  }

  /** Index of the snapshot that first showed a node, by ordinal. */
  get birth(): Uint8Array {
    return this.#counted().birth;
  }

  /** Index into {@link groups}, or -1. */
  groupOf(node: number): number {
    const census = this.#counted();
    const group = census.groupOf[node];
    // A single snapshot has no young objects, so its values are grouped by their place only on demand.
    if (group !== NO_GROUP || census.hasValues || census.kindOf(node) !== 'value') return group;
    census.countValues();
    return census.groupOf[node];
  }

  #counted(): Census {
    if (this.#census === null) {
      this.#census = new Census(this.#graph, this.#tree, this.#labels, this.#series);
      if (this.#series.length > 1) this.#census.countValues();
    }
    return this.#census;
  }
}

/** O(nodes + edges of those that have a kind). */
class Census {
  readonly groups: Group[] = [];
  readonly birth: Uint8Array;
  readonly groupOf: Int32Array;
  hasValues = false;
  readonly #graph: HeapGraph;
  readonly #tree: PathTree;
  readonly #labels: EdgeLabels;
  readonly #series: readonly SnapshotSummary[];
  readonly #identities: ClassIdentities;
  readonly #groupOfPlace = new Map<string, number>();
  /** Instances by the ordinal of the node they share. Includes unreachable ones, as the summaries do. */
  readonly #instancesOf: Uint32Array;
  #drafts: Draft[] = [];
  #members: Members | null = null;

  constructor(graph: HeapGraph, tree: PathTree, labels: EdgeLabels, series: readonly SnapshotSummary[]) {
    this.#graph = graph;
    this.#tree = tree;
    this.#labels = labels;
    this.#series = series;
    this.#identities = new ClassIdentities(graph);
    this.birth = new Uint8Array(graph.nodeCount);
    this.groupOf = new Int32Array(graph.nodeCount).fill(NO_GROUP);
    this.#instancesOf = new Uint32Array(graph.nodeCount);
    this.#countShared();
  }

  kindOf(node: number): ObjectKind | null {
    return this.#identities.kindOf(node);
  }

  /**
   * Groups values such as promises by their place, as they share nothing else. Old values are many and never suspects, so they
   * are skipped.
   */
  countValues(): void {
    const { order } = this.#tree;
    const single = this.#series.length === 1;
    for (let place = 0, end = order.length; place < end; place += 1) {
      const node = order[place];
      if ((single || this.birth[node] > 0) && this.kindOf(node) === 'value') this.#countByPlace(node, 'value');
    }
    this.hasValues = true;
    this.#finish();
  }

  #countShared(): void {
    const { nodeIds, nodeCount } = this.#graph;
    const { order } = this.#tree;
    const last = this.#series.length - 1;
    // One more than the index of a group, or 0. Zero as the default leaves memory of most nodes untouched.
    const groupOfIdentity = new Uint32Array(nodeCount);
    for (let place = 0, end = order.length; place < end; place += 1) {
      const node = order[place];
      const kind = this.kindOf(node);
      if (kind === null) continue;
      this.birth[node] = firstSeen(this.#series, last, nodeIds[node]);
      if (kind === 'value') continue;
      const identity = this.#identities.identityOf(node, kind);
      if (identity === -1) {
        this.#countByPlace(node, kind);
        continue;
      }
      this.#instancesOf[identity] += 1;
      if (groupOfIdentity[identity] === 0) groupOfIdentity[identity] = this.#open(node, kind, identity) + 1;
      this.#put(node, groupOfIdentity[identity] - 1);
    }
    // The summaries of earlier snapshots also count unreachable objects.
    if (last > 0)
      for (let node = 0; node < nodeCount; node += 1) {
        if (this.#tree.isReached(node)) continue;
        const kind = this.kindOf(node);
        const identity = kind === null ? -1 : this.#identities.identityOf(node, kind);
        if (identity !== -1) this.#instancesOf[identity] += 1;
      }
    this.#finish();
  }

  #countByPlace(node: number, kind: ObjectKind): void {
    // An instance without a prototype is of its class wherever it is held.
    const where = kind === 'class' ? '' : placeOf(this.#graph, this.#tree, this.#labels, node);
    const place = `${kind} ${this.#graph.nodeName(node)} ${where}`;
    let group = this.#groupOfPlace.get(place);
    if (group === undefined) {
      group = this.#open(node, kind, -1);
      this.#groupOfPlace.set(place, group);
    }
    this.#put(node, group);
  }

  /** A new group, after all that there are. */
  #open(node: number, kind: ObjectKind, identity: number): number {
    const births = new Array<number>(this.#series.length).fill(0);
    this.#drafts.push({ name: this.#graph.nodeName(node), kind, identity, births });
    return this.groups.length + this.#drafts.length - 1;
  }

  #put(node: number, group: number): void {
    this.#drafts[group - this.groups.length].births[this.birth[node]] += 1;
    this.groupOf[node] = group;
  }

  #finish(): void {
    for (const { name, kind, identity, births } of this.#drafts) {
      const index = this.groups.length;
      const counts = () => (identity === -1 || this.#series.length === 1 ? cumulate(births) : this.#countsOf(identity));
      this.groups.push(new CountedGroup(name, kind, births, counts, () => this.#membersOf(index)));
    }
    this.#drafts = [];
    this.#members = null;
  }

  #countsOf(identity: number): number[] {
    const key = this.#identities.keyOf(identity);
    return [
      ...this.#series.slice(0, -1).map((summary) => summary.kindCounts.get(key) ?? 0),
      this.#instancesOf[identity],
    ];
  }

  /** The lists of nodes are built on first use, because there are hundreds of thousands of nodes. */
  #membersOf(group: number): Uint32Array {
    this.#members ??= listMembers(this.#tree.order, this.groupOf, this.groups);
    const { starts, nodes } = this.#members;
    return nodes.subarray(starts[group], starts[group + 1]);
  }
}

/** There are tens of thousands of groups, and most are only read for their births. */
class CountedGroup implements Group {
  readonly name: string;
  readonly kind: ObjectKind;
  readonly births: readonly number[];
  readonly #makeCounts: () => readonly number[];
  readonly #listNodes: () => Uint32Array;
  #counts: readonly number[] | null = null;

  constructor(
    name: string,
    kind: ObjectKind,
    births: readonly number[],
    makeCounts: () => readonly number[],
    listNodes: () => Uint32Array,
  ) {
    this.name = name;
    this.kind = kind;
    this.births = births;
    this.#makeCounts = makeCounts;
    this.#listNodes = listNodes;
  }

  get nodes(): Uint32Array {
    return this.#listNodes();
  }

  get counts(): readonly number[] {
    this.#counts ??= this.#makeCounts();
    return this.#counts;
  }

  get pattern(): GrowthPattern {
    return classifyGrowth(this.counts);
  }
}

/** The nodes of all groups, one group behind the other: those of group `g` are `nodes[starts[g]] … nodes[starts[g + 1] - 1]`. */
interface Members {
  readonly starts: Uint32Array;
  readonly nodes: Uint32Array;
}

/** A counting sort (Knuth, TAOCP 3, 5.2). O(nodes). */
function listMembers(order: Uint32Array, groupOf: Int32Array, groups: readonly Group[]): Members {
  const starts = new Uint32Array(groups.length + 1);
  groups.forEach(({ births }, group) => {
    starts[group + 1] = starts[group] + births.reduce((sum, born) => sum + born, 0);
  });
  const nodes = new Uint32Array(starts[groups.length]);
  const next = starts.slice();
  for (let place = 0, end = order.length; place < end; place += 1) {
    const group = groupOf[order[place]];
    if (group === NO_GROUP) continue;
    nodes[next[group]] = order[place];
    next[group] += 1;
  }
  return { starts, nodes };
}

function firstSeen(series: readonly SnapshotSummary[], last: number, id: number): number {
  let index = 0;
  while (index < last && !series[index].ids.has(id)) index += 1;
  return index;
}

function placeOf(graph: HeapGraph, tree: PathTree, labels: EdgeLabels, node: number): string {
  const edge = tree.parentEdge(node);
  return edge === -1 ? '' : labels.label(edge, graph.source(edge)).text;
}

function cumulate(births: readonly number[]): number[] {
  let sum = 0;
  return births.map((born) => {
    sum += born;
    return sum;
  });
}
