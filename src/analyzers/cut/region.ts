import { BitSet } from '../../graph/bit-set.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import type { RetainingGraph } from '../../graph/retaining-graph.js';
import type { RecordTest } from '../labels/edge-labels.js';
import type { HeapView } from '../objects/heap-view.js';
import type { RegionLabel } from './region-labels.js';
import { asRetainingGraph, type CollectedRegion, collectRegion } from './region-references.js';
import { NO_LABEL, SimulatedCut } from './simulated-cut.js';

export type { RegionLabel } from './region-labels.js';

const NOT_HERE = -1;

/** What a cut of all edges of some labels frees. */
export interface CutResult {
  /** Number of suspects freed. */
  readonly suspects: number;
  /** Shallow bytes freed, of suspects and of objects that only they kept. */
  readonly bytes: number;
}

/**
 * The suspects and all objects that only suspects keep. Other objects stay alive whichever edges into suspects are cut, so a
 * cut is simulated by a walk over this region only, and not over the heap: see {@link SimulatedCut}.
 * O(heap) once.
 */
export class SuspectRegion {
  readonly graph: HeapGraph;
  /** Ordinals of the region's nodes, ascending. */
  readonly nodes: Uint32Array;
  readonly labels: readonly RegionLabel[];
  readonly suspectCount: number;
  /** Objects that would be alive even if every suspect were gone. */
  readonly kept: BitSet;
  readonly #region: CollectedRegion;
  readonly #trees: BitSet;
  readonly #isSuspect: Uint8Array;
  readonly #boundaryTargets: Uint32Array;
  readonly #boundaryLabels: Uint32Array;
  readonly #boundaryEdges: Int32Array;
  readonly #first: Uint32Array;
  readonly #targets: Uint32Array;
  readonly #targetLabels: Uint32Array;
  #cuts: SimulatedCut | null = null;
  #lastCut: { readonly key: string; readonly freed: Uint32Array } | null = null;
  /** Number of the group in which a node was counted last. */
  readonly #counted: Uint32Array;
  #countedGroup: readonly number[] | null = null;
  #countedMark = 0;

  /**
   * @param isRecord which objects are records, whose fields are named after the collection that lists the record; null for none
   * @param trees entries of trees that hold suspects: whole trees belong to the region, but only their suspects are counted
   */
  constructor(
    view: HeapView,
    suspects: BitSet,
    isRecord: RecordTest | null = null,
    trees: BitSet = new BitSet(view.graph.nodeCount),
  ) {
    const region = collectRegion(view, suspects, isRecord, trees);
    this.graph = view.graph;
    this.nodes = region.nodes;
    this.labels = region.labels;
    this.suspectCount = region.suspectCount;
    this.kept = region.kept;
    this.#trees = trees;
    this.#region = region;
    this.#isSuspect = region.isSuspect;
    this.#boundaryEdges = region.boundaryEdges;
    this.#boundaryTargets = region.references.boundaryTargets;
    this.#boundaryLabels = region.references.boundaryLabels;
    this.#first = region.references.first;
    this.#targets = region.references.targets;
    this.#targetLabels = region.references.targetLabels;
    this.#counted = new Uint32Array(region.nodes.length);
  }

  /**
   * Counts what would be freed if all edges of these labels were removed.
   * @param within local indexes to count, each once; the whole region when absent
   */
  cut(labelIds: ReadonlySet<number>, within?: readonly number[]): CutResult {
    let suspects = 0;
    let bytes = 0;
    if (within !== undefined) this.#markCounted(within);
    const freed = this.freedBy(labelIds);
    for (let at = 0, end = freed.length; at < end; at += 1) {
      const local = freed[at];
      if (within !== undefined && this.#counted[local] !== this.#countedMark) continue;
      suspects += this.#isSuspect[local];
      bytes += this.graph.shallowSizes[this.nodes[local]];
    }
    return { suspects, bytes };
  }

  /** Local indexes of all nodes that would be freed, in no particular order. */
  freedBy(labelIds: Iterable<number>): Uint32Array {
    const ids = [...labelIds];
    const key = ids.join(' ');
    // The cut that was chosen last is described next, so its result is kept.
    if (this.#lastCut?.key !== key) this.#lastCut = { key, freed: this.#simulate(ids) };
    return this.#lastCut.freed;
  }

  #simulate(labelIds: readonly number[]): Uint32Array {
    this.#cuts ??= new SimulatedCut(this.#region.references);
    return this.#cuts.freedBy(labelIds);
  }

  /** Marks the nodes to count, once for all labels that are tried on the same group. */
  #markCounted(within: readonly number[]): void {
    if (within === this.#countedGroup) return;
    this.#countedGroup = within;
    this.#countedMark += 1;
    for (let at = 0, end = within.length; at < end; at += 1) this.#counted[within[at]] = this.#countedMark;
  }

  /** Calls `visit` for every reference between two nodes of the region. */
  forEachInnerEdge(visit: (source: number, target: number) => void): void {
    for (let local = 0; local < this.nodes.length; local += 1) {
      for (let index = this.#first[local]; index < this.#first[local + 1]; index += 1)
        visit(local, this.#targets[index]);
    }
  }

  /** Calls `visit` for the target of every reference from `local` to another node of the region. */
  forEachTarget(local: number, visit: (target: number) => void): void {
    for (let index = this.#first[local]; index < this.#first[local + 1]; index += 1) visit(this.#targets[index]);
  }

  /** As {@link forEachTarget}, with the id of the reference's label; 2³²-1 for one that leads to no suspect. */
  forEachReference(local: number, visit: (label: number, target: number) => void): void {
    for (let index = this.#first[local]; index < this.#first[local + 1]; index += 1)
      visit(this.#targetLabels[index], this.#targets[index]);
  }

  /** The region as a graph of its own, in which nodes are local indexes and every reference retains. */
  asGraph(): RetainingGraph {
    return asRetainingGraph(this.graph, this.#first, this.#targets);
  }

  /** Calls `visit` for each reference from outside into the region: label id, local index of the target. */
  forEachBoundary(visit: (label: number, local: number, edge: number) => void): void {
    for (let index = 0; index < this.#boundaryTargets.length; index += 1) {
      visit(this.#boundaryLabels[index], this.#boundaryTargets[index], this.#boundaryEdges[index]);
    }
  }

  /** Calls `visit` for each labeled reference inside the region. */
  forEachInner(visit: (label: number, source: number, target: number) => void): void {
    for (let local = 0; local < this.nodes.length; local += 1) {
      for (let index = this.#first[local]; index < this.#first[local + 1]; index += 1) {
        if (this.#targetLabels[index] !== NO_LABEL) visit(this.#targetLabels[index], local, this.#targets[index]);
      }
    }
  }

  /**
   * Returns a function that gives the distance of a node, by ordinal, from the nearest node of `locals` that a reference from
   * outside enters; undefined for a node that none of these leads to.
   */
  depthsWithin(locals: readonly number[]): (node: number) => number | undefined {
    const within = new Uint8Array(this.nodes.length);
    for (let at = 0, end = locals.length; at < end; at += 1) within[locals[at]] = 1;
    const depths = new Int32Array(this.nodes.length).fill(NOT_HERE);
    const queue = new Uint32Array(this.nodes.length);
    let tail = 0;
    for (let index = 0, end = this.#boundaryTargets.length; index < end; index += 1) {
      const local = this.#boundaryTargets[index];
      if (within[local] === 0 || depths[local] !== NOT_HERE) continue;
      if (this.labels[this.#boundaryLabels[index]].kind === 'handle') continue;
      depths[local] = 0;
      queue[tail] = local;
      tail += 1;
    }
    for (let head = 0; head < tail; head += 1) {
      const local = queue[head];
      for (let index = this.#first[local], end = this.#first[local + 1]; index < end; index += 1) {
        const target = this.#targets[index];
        if (depths[target] !== NOT_HERE) continue;
        depths[target] = depths[local] + 1;
        queue[tail] = target;
        tail += 1;
      }
    }
    return (node) => {
      const local = this.#localOf(node);
      return local === NOT_HERE || depths[local] === NOT_HERE ? undefined : depths[local];
    };
  }

  /** The local index of a node, by binary search in the ascending nodes. */
  #localOf(node: number): number {
    let low = 0;
    let high = this.nodes.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.nodes[middle] < node) low = middle + 1;
      else high = middle;
    }
    return this.nodes[low] === node ? low : NOT_HERE;
  }

  /** Whether a node, by ordinal, is an entry of a tree of its class. */
  isTreeNode(node: number): boolean {
    return this.#trees.has(node);
  }

  isSuspect(local: number): boolean {
    return this.#isSuspect[local] === 1;
  }
}
