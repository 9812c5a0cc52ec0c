import { BitSet } from '../../graph/bit-set.js';
import { findComponents, NO_COMPONENT } from '../../graph/components.js';
import { EdgeCode } from '../../graph/edge-codes.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import { NumberList } from '../../graph/number-list.js';
import type { PathTree } from '../../graph/path-tree.js';
import { findReachable } from '../../graph/reachability.js';
import type { RetainingGraph } from '../../graph/retaining-graph.js';
import { EDGE_TYPE_BITS } from '../../snapshot/columns.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import type { EdgeLabel } from '../labels/edge-label.js';
import { isCellOfCore } from '../labels/held-value-registry.js';
import type { HeapView } from '../objects/heap-view.js';
import { type FollowedValues, followTargets } from './held-values.js';
import { LabelRegistry, type RegionLabel } from './region-labels.js';
import { NO_LABEL, SimulatedCut } from './simulated-cut.js';

export type { RegionLabel } from './region-labels.js';

const NOT_HERE = -1;

/** What remains unreachable when all edges of some labels are gone. */
export interface CutResult {
  /** Suspects freed. */
  readonly suspects: number;
  /** Shallow bytes freed, suspects and whatever only they kept. */
  readonly bytes: number;
}

/**
 * The suspects and everything that only suspects keep. What else is alive stays alive whatever happens
 * to edges into suspects, so a simulated cut needs a walk over this region only, not over the heap: see {@link SimulatedCut}.
 * O(heap) once.
 */
export class SuspectRegion {
  readonly graph: HeapGraph;
  /** Ordinals of the region's nodes. */
  readonly nodes: Uint32Array;
  readonly labels: readonly RegionLabel[];
  readonly suspectCount: number;
  /** Alive even if every suspect were gone. */
  readonly kept: BitSet;
  readonly #isSuspect: Uint8Array;
  readonly #boundaryTargets: Uint32Array;
  readonly #boundaryLabels: Uint32Array;
  /** Edge by boundary reference; -1 for a running timer, which is a root of its own. */
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

  constructor({ graph, tree, labels, timers, sources }: HeapView, suspects: BitSet) {
    this.graph = graph;
    const held = followTargets(graph, tree);
    const bordering = new BitSet(graph.nodeCount);
    this.kept = findReachable(tree, {
      blocked: suspects,
      bordering,
      alsoFrom: timers.timers.filter((timer) => tree.isReached(timer)),
      isCut: (edge) => timers.isLink(edge),
      onlyWith: held.targetOf,
    });
    const { firstEdges, edgeHeads, nodeCount } = graph;
    const nodes = listRegion(tree, this.kept);
    this.nodes = nodes;
    // One more than the local index of a node, or 0: memory of nodes that are not here is not even touched.
    const placeOf = new Uint32Array(nodeCount);
    this.#isSuspect = new Uint8Array(nodes.length);
    this.#counted = new Uint32Array(nodes.length);
    let suspectCount = 0;
    for (let local = 0; local < nodes.length; local += 1) {
      placeOf[nodes[local]] = local + 1;
      if (!suspects.has(nodes[local])) continue;
      this.#isSuspect[local] = 1;
      suspectCount += 1;
    }
    this.suspectCount = suspectCount;

    const registry = new LabelRegistry();
    const boundaryTargets = new NumberList();
    const boundaryLabels = new NumberList();
    const boundaryEdges: number[] = [];
    const addBoundary = (local: number, label: EdgeLabel, edge: number) => {
      boundaryTargets.push(local);
      boundaryLabels.push(registry.boundary(label, edge));
      boundaryEdges.push(edge);
    };
    for (const timer of timers.timers)
      if (suspects.has(timer) && placeOf[timer] !== 0) addBoundary(placeOf[timer] - 1, labels.timer(timer), -1);
    for (const source of inOrderOf(tree, bordering)) {
      if (isEngineStructure(graph, source)) continue;
      for (let edge = firstEdges[source], end = firstEdges[source + 1]; edge < end; edge += 1) {
        const local = placeOf[edgeHeads[edge] >>> EDGE_TYPE_BITS] - 1;
        if (local === NOT_HERE || this.#isSuspect[local] === 0) continue;
        if (!retainsBeyondJob(graph, edge) || timers.isLink(edge)) continue;
        if (graph.edgeCode(edge) === EdgeCode.ephemeronValue && !this.#entryIsKept(edge)) continue;
        const heldFor = held.targetOf.get(edge);
        if (heldFor !== undefined && (!this.kept.has(heldFor) || isCellOfCore(graph, sources, source))) continue;
        addBoundary(local, labels.label(edge, source), edge);
      }
    }
    const first = new Uint32Array(nodes.length + 1);
    const targets = new NumberList();
    const targetLabels = new NumberList();
    for (let local = 0; local < nodes.length; local += 1) {
      first[local] = targets.length;
      const source = nodes[local];
      for (let edge = firstEdges[source], end = firstEdges[source + 1]; edge < end; edge += 1) {
        const target = placeOf[edgeHeads[edge] >>> EDGE_TYPE_BITS] - 1;
        if (target === NOT_HERE || target === local || !retainsBeyondJob(graph, edge) || timers.isLink(edge)) continue;
        if (held.targetOf.has(edge)) continue;
        targets.push(target);
        targetLabels.push(this.#isSuspect[target] === 1 ? registry.inner(labels.label(edge, source)) : NO_LABEL);
      }
      // What a registry holds for this node goes with it. Nobody can cut that reference, so it has no label.
      for (const value of held.valuesOf.get(source) ?? []) {
        if (placeOf[value] === 0 || value === source) continue;
        targets.push(placeOf[value] - 1);
        targetLabels.push(NO_LABEL);
      }
    }
    first[nodes.length] = targets.length;
    this.#first = first;
    this.#targets = targets.take();
    this.#targetLabels = targetLabels.take();
    for (const { edge, cell } of this.#heldForThemselves(held, placeOf))
      addBoundary(placeOf[graph.target(edge)] - 1, labels.label(edge, cell), edge);
    this.#boundaryTargets = boundaryTargets.take();
    this.#boundaryLabels = boundaryLabels.take();
    this.#boundaryEdges = Int32Array.from(boundaryEdges);
    this.labels = registry.list();
  }

  /**
   * What would be freed if all edges of these labels were removed.
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
    // What was chosen to be cut is described next.
    if (this.#lastCut?.key !== key) this.#lastCut = { key, freed: this.#simulate(ids) };
    return this.#lastCut.freed;
  }

  #simulate(labelIds: readonly number[]): Uint32Array {
    this.#cuts ??= new SimulatedCut({
      nodeCount: this.nodes.length,
      labelCount: this.labels.length,
      first: this.#first,
      targets: this.#targets,
      targetLabels: this.#targetLabels,
      boundaryTargets: this.#boundaryTargets,
      boundaryLabels: this.#boundaryLabels,
    });
    return this.#cuts.freedBy(labelIds);
  }

  /** The same group is counted for one label after the other. */
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

  /** The region alone, for the algorithms of graphs: a node is its local index, and every reference retains. */
  asGraph(): RetainingGraph {
    const edgeHeads = this.#targets.map((target) => ((target << EDGE_TYPE_BITS) | EdgeType.internal) >>> 0);
    const { retains } = this.graph;
    return { nodeCount: this.nodes.length, firstEdges: this.#first, edgeHeads, retains };
  }

  /** Calls `visit` for each reference from outside into the region: label id, local index of the target. */
  forEachBoundary(visit: (label: number, local: number, edge: number) => void): void {
    for (let index = 0; index < this.#boundaryTargets.length; index += 1) {
      visit(this.#boundaryLabels[index], this.#boundaryTargets[index], this.#boundaryEdges[index]);
    }
  }

  /** Calls `visit` for each labelled reference inside the region. */
  forEachInner(visit: (label: number, source: number, target: number) => void): void {
    for (let local = 0; local < this.nodes.length; local += 1) {
      for (let index = this.#first[local]; index < this.#first[local + 1]; index += 1) {
        if (this.#targetLabels[index] !== NO_LABEL) visit(this.#targetLabels[index], local, this.#targets[index]);
      }
    }
  }

  /**
   * Fewest references from a boundary reference into `locals` to a node, by ordinal; the entered nodes have 0. Undefined for what
   * none of these leads to.
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

  /** The nodes ascend: a binary search. */
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

  isSuspect(local: number): boolean {
    return this.#isSuspect[local] === 1;
  }

  /**
   * Held values that lead back to their own object: whatever else keeps it, they do so too, and for good. In the region that is
   * a cycle through the object.
   */
  *#heldForThemselves(held: FollowedValues, placeOf: Uint32Array): Generator<{ edge: number; cell: number }> {
    const { graph } = this;
    const isHere = ([edge, target]: readonly [number, number]) =>
      placeOf[target] !== 0 && placeOf[graph.target(edge)] !== 0;
    const here = [...held.targetOf].filter(isHere);
    if (here.length === 0) return;
    const { componentOf } = findComponents(this.asGraph());
    for (const [edge, target] of here) {
      const component = componentOf[placeOf[target] - 1];
      const cell = graph.source(edge);
      if (
        component !== NO_COMPONENT &&
        component === componentOf[placeOf[graph.target(edge)] - 1] &&
        this.kept.has(cell)
      )
        yield { edge, cell };
    }
  }

  #entryIsKept(edge: number): boolean {
    const table = this.graph.ephemeronTables.get(edge);
    return table !== undefined && this.kept.has(table);
  }
}

/** What is retained, but not without the suspects; ascending. */
function listRegion(tree: PathTree, kept: BitSet): Uint32Array {
  const { order } = tree;
  const nodes = new NumberList();
  for (let place = 0, end = order.length; place < end; place += 1) {
    const node = order[place];
    if (!kept.has(node) && tree.isStronglyReachedOrOnStack(node)) nodes.push(node);
  }
  return nodes.take().sort();
}

/** The members that the tree reaches, in the order of their discovery. */
function inOrderOf({ order }: PathTree, members: BitSet): Uint32Array {
  const nodes = new NumberList();
  for (let place = 0, end = order.length; place < end; place += 1)
    if (members.has(order[place])) nodes.push(order[place]);
  return nodes.take();
}

/** Shapes, code and inline caches remember objects that they have seen; they are not what keeps a leak. */
function isEngineStructure(graph: HeapGraph, node: number): boolean {
  const type = graph.nodeTypes[node];
  return type === NodeType.objectShape || type === NodeType.code;
}

function retainsBeyondJob(graph: HeapGraph, edge: number): boolean {
  const code = graph.edgeCode(edge);
  return graph.retains[code] === 1 && code !== EdgeCode.jobScoped && code !== EdgeCode.transientRoot;
}
