import { EdgeType, NodeType } from '../snapshot/kinds.js';
import type { HeapGraph } from './heap-graph.js';
import { readProperty } from './values.js';

const LINKS = ['_idleNext', '_idlePrev'];
const CLASSES = ['Timeout', 'Immediate'];

/**
 * Node.js chains the timers of one duration through `_idleNext` and `_idlePrev`. A walk along that chain would
 * say that one timer keeps the next one, which is no help: each running timer is a root of its own. So
 * walks that ask who keeps whom leave the chain out and start at the timers as well.
 *
 * An Immediate that has run keeps its link to the one that ran after it. That is no chain any more, but a reference as any other.
 */
export class ActiveTimers {
  readonly #graph: HeapGraph;
  /** Indexes of the names of the links, or -1: the test of an edge is in the innermost loop of every walk. */
  readonly #next: number;
  readonly #previous: number;
  /** Ordinals of timers and immediates that are scheduled to run. */
  readonly timers: readonly number[];
  /** Those that have run or were cleared and still have a neighbour. */
  readonly #over = new Set<number>();

  constructor(graph: HeapGraph) {
    this.#graph = graph;
    [this.#next, this.#previous] = LINKS.map((name) => graph.strings.indexOf(name));
    this.timers = this.#next === -1 && this.#previous === -1 ? [] : this.#findTimers();
  }

  /** Whether `edge` only chains a timer that is scheduled to its neighbour. */
  isLink(edge: number): boolean {
    const name = this.#graph.edgeNames[edge];
    if (name !== this.#next && name !== this.#previous) return false;
    if (this.#graph.edgeType(edge) !== EdgeType.property) return false;
    return this.#over.size === 0 || !this.#over.has(this.#graph.source(edge));
  }

  #findTimers(): number[] {
    const graph = this.#graph;
    const timers: number[] = [];
    for (const name of CLASSES)
      for (const node of graph.classes.objectsOf(graph.strings.indexOf(name))) {
        if (!this.#isChained(node)) continue;
        if (this.#isOver(node)) this.#over.add(node);
        else timers.push(node);
      }
    return timers.sort((a, b) => a - b);
  }

  #isOver(node: number): boolean {
    const destroyed = readProperty(this.#graph, node, '_destroyed');
    return destroyed.kind === 'boolean' && destroyed.value;
  }

  /** Timers form a ring, immediates a list with two ends; what is cleared, and a timer that has run, has no neighbour. */
  #isChained(node: number): boolean {
    return LINKS.some((link) => {
      const neighbour = this.#graph.follow(node, EdgeType.property, link);
      return neighbour !== -1 && neighbour !== node && this.#graph.nodeType(neighbour) === NodeType.object;
    });
  }
}
