import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../snapshot/columns.js';
import { EdgeType } from '../snapshot/kinds.js';
import { EdgeCode } from './edge-codes.js';
import { markEngineNames } from './engine-names.js';
import type { HeapGraph } from './heap-graph.js';
import { NumberList } from './number-list.js';

/** How strongly a node is retained, strongest first: the weakest kind of reference on its path. */
export const PathPhase = {
  /** Fields, elements, variables of the program. */
  user: 0,
  /** Also through engine structure: prototypes, shapes, code. */
  engine: 1,
  /** Also from an open native handle, which is a GC root. */
  handle: 2,
  /** Also through the value that a FinalizationRegistry holds for some object. */
  heldValue: 3,
  /** Only from the stack, the handle scope or the debugger. */
  transient: 4,
  /** Only from a WeakRef that was read in the current job. */
  jobScoped: 5,
} as const;
export type PathPhase = (typeof PathPhase)[keyof typeof PathPhase];

const PHASES = 6;
/** Flags stored with the phase of a node: reached in that phase, or waiting for it. */
const REACHED = 0x80;
const WAITING = 0x40;
const PHASE_MASK = 0x0f;

/**
 * A shortest retaining path to every node that retention rules keep alive, by preference: strong before
 * weak, the program's own references before engine structure, anything before a native handle. A
 * breadth-first search in six phases; an edge of a later phase waits until all earlier ones are exhausted.
 * O(nodes + edges) time, 8 bytes a node.
 */
export class PathTree {
  readonly graph: HeapGraph;
  /** Edge by which a node was first reached; undefined content for the root and for unreached nodes. */
  readonly #parentEdges: Uint32Array;
  /** Reached nodes in order of discovery. */
  readonly order: Uint32Array;
  readonly #phases: Uint8Array;

  constructor(graph: HeapGraph) {
    this.graph = graph;
    const search = new PhasedSearch(graph);
    search.run();
    this.#parentEdges = search.parentEdges;
    this.#phases = search.phases;
    this.order = search.queue.subarray(0, search.tail);
  }

  isReached(node: number): boolean {
    return this.#phases[node] >= REACHED;
  }

  /** Whether something that outlives the current job and call retains the node. */
  isStronglyReached(node: number): boolean {
    return this.isReached(node) && this.phase(node) < PathPhase.transient;
  }

  /** As {@link isStronglyReached}, or retained by a stack frame: a frame may retain a whole program. */
  isStronglyReachedOrOnStack(node: number): boolean {
    return this.isReached(node) && this.phase(node) < PathPhase.jobScoped;
  }

  /** The phase in which `node` was reached; meaningless for an unreached node. */
  phase(node: number): PathPhase {
    return (this.#phases[node] & PHASE_MASK) as PathPhase;
  }

  /** The last edge of the path to `node`, or -1 for the root and for unreached nodes. */
  parentEdge(node: number): number {
    return node === 0 || !this.isReached(node) ? -1 : this.#parentEdges[node];
  }

  /** The last but one node of the path to `node`, or -1. */
  parent(node: number): number {
    const edge = this.parentEdge(node);
    return edge === -1 ? -1 : this.graph.source(edge);
  }

  /** Number of edges from the root to `node`; 0 for the root and for unreached nodes. O(that number). */
  depth(node: number): number {
    let edges = 0;
    for (let edge = this.parentEdge(node); edge !== -1; edge = this.parentEdge(this.graph.source(edge))) edges += 1;
    return edges;
  }

  /** Edges from the root to `node`, root first. Empty for the root and for unreached nodes. */
  pathTo(node: number): number[] {
    const edges: number[] = [];
    for (let edge = this.parentEdge(node); edge !== -1; edge = this.parentEdge(this.graph.source(edge)))
      edges.push(edge);
    return edges.reverse();
  }
}

class PhasedSearch {
  /** For a node that waits for a later phase: the edge by which it will be reached. */
  readonly parentEdges: Uint32Array;
  /** {@link REACHED} and the phase of a reached node, {@link WAITING} and the phase that another one waits for, or 0. */
  readonly phases: Uint8Array;
  readonly queue: Uint32Array;
  tail = 0;
  readonly #graph: HeapGraph;
  /** Waiting nodes by phase; some of them have been reached since, or wait for an earlier phase. */
  readonly #waiting: NumberList[] = Array.from({ length: PHASES }, () => new NumberList());
  /** Entries of WeakMaps whose key was reached before their table, by table. */
  readonly #entries = new Map<number, number[]>();
  /** By name: a bit mask of the edge types for which the name means engine structure. */
  readonly #engineNames: Uint8Array;

  constructor(graph: HeapGraph) {
    this.#graph = graph;
    this.parentEdges = new Uint32Array(graph.nodeCount);
    this.phases = new Uint8Array(graph.nodeCount);
    this.queue = new Uint32Array(graph.nodeCount);
    this.#engineNames = markEngineNames(graph);
  }

  run(): void {
    if (this.#graph.nodeCount === 0) return;
    this.phases[0] = REACHED;
    this.tail = 1;
    let head = 0;
    for (let phase = 0; phase < PHASES; phase += 1) {
      // Taking one edge at a time would give exact distances, but within a late phase they do not matter.
      for (const node of this.#waiting[phase].take())
        if (this.phases[node] < REACHED) this.#reach(node, this.parentEdges[node], phase);
      head = this.#exhaust(head, phase);
    }
  }

  /** Expands the nodes from `head` on until none is left, and returns where the queue ends. */
  #exhaust(head: number, phase: number): number {
    const { firstEdges, edgeHeads, edgeNames } = this.#graph;
    const { parentEdges, phases, queue } = this;
    const engineNames = this.#engineNames;
    let next = head;
    for (; next < this.tail; next += 1) {
      const node = queue[next];
      if (this.#entries.size > 0) this.#releaseEntries(node, phase);
      // A local copy: this is the innermost loop of every analysis.
      let tail = this.tail;
      for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge += 1) {
        const head = edgeHeads[edge];
        const target = head >>> EDGE_TYPE_BITS;
        const state = phases[target];
        if (state >= REACHED) continue;
        const code = head & EDGE_TYPE_MASK;
        let wanted = PHASE_OF_CODE[code];
        if (wanted < 0) continue;
        if (
          (code === EdgeType.property || code === EdgeType.internal) &&
          (engineNames[edgeNames[edge]] & (1 << code)) !== 0
        )
          wanted = PathPhase.engine;
        if (wanted > phase) {
          // Only the first edge to a node counts: nearly all objects refer to a shared shape.
          if (state !== 0 && state <= (WAITING | wanted)) continue;
          phases[target] = WAITING | wanted;
          parentEdges[target] = edge;
          this.#waiting[wanted].push(target);
          continue;
        }
        if (code === EdgeCode.ephemeronValue && !this.#tableIsReached(edge)) continue;
        parentEdges[target] = edge;
        phases[target] = REACHED | phase;
        queue[tail] = target;
        tail += 1;
      }
      this.tail = tail;
    }
    return next;
  }

  /** Releases the entries that wait for `node`, if it is a table. */
  #releaseEntries(node: number, phase: number): void {
    const entries = this.#entries.get(node);
    if (entries === undefined) return;
    this.#entries.delete(node);
    for (const edge of entries) {
      const target = this.#graph.target(edge);
      if (this.phases[target] < REACHED) this.#reach(target, edge, phase);
    }
  }

  #tableIsReached(edge: number): boolean {
    const table = this.#graph.ephemeronTables.get(edge);
    if (table === undefined) return false;
    if (this.phases[table] >= REACHED) return true;
    const entries = this.#entries.get(table);
    if (entries === undefined) this.#entries.set(table, [edge]);
    else entries.push(edge);
    return false;
  }

  #reach(node: number, edge: number, phase: number): void {
    this.parentEdges[node] = edge;
    this.phases[node] = REACHED | phase;
    this.queue[this.tail] = node;
    this.tail += 1;
  }
}

/** The phase of an edge by its code, -1 if it never retains; its name may move it to {@link PathPhase.engine}. */
const PHASE_OF_CODE = new Int8Array(EDGE_TYPE_MASK + 1).fill(-1);
for (const code of [
  EdgeType.context,
  EdgeType.element,
  EdgeType.hidden,
  EdgeType.other,
  EdgeType.property,
  EdgeType.internal,
  EdgeCode.rootShortcut,
  EdgeCode.ephemeronValue,
])
  PHASE_OF_CODE[code] = PathPhase.user;
PHASE_OF_CODE[EdgeCode.handleRoot] = PathPhase.handle;
PHASE_OF_CODE[EdgeCode.heldValue] = PathPhase.heldValue;
PHASE_OF_CODE[EdgeCode.transientRoot] = PathPhase.transient;
PHASE_OF_CODE[EdgeCode.jobScoped] = PathPhase.jobScoped;
