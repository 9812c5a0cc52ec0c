import { EdgeType, NodeType } from '../snapshot/kinds.js';
import type { HeapGraph } from './heap-graph.js';

const LINKS = ['_idleNext', '_idlePrev'];
const CLASSES = ['Timeout', 'Immediate'];

/**
 * Node.js chains the timers of one duration through `_idleNext` and `_idlePrev`. A walk along that chain would
 * say that one timer keeps the next one, which is no help: each running timer is a root of its own. So
 * walks that ask who keeps whom leave the chain out and start at the timers as well.
 */
export class ActiveTimers {
  readonly #graph: HeapGraph;
  readonly #linkNames: ReadonlySet<number>;
  /** Ordinals of timers and immediates that are scheduled to run. */
  readonly timers: readonly number[];

  constructor(graph: HeapGraph) {
    this.#graph = graph;
    this.#linkNames = new Set(LINKS.map((name) => graph.strings.indexOf(name)).filter((index) => index >= 0));
    this.timers = this.#linkNames.size === 0 ? [] : this.#findTimers();
  }

  /** Whether `edge` only chains a timer to its neighbour. */
  isLink(edge: number): boolean {
    return (
      this.#linkNames.size > 0 &&
      this.#graph.edgeType(edge) === EdgeType.property &&
      this.#linkNames.has(this.#graph.edgeNames[edge])
    );
  }

  #findTimers(): number[] {
    const graph = this.#graph;
    const classNames = CLASSES.map((name) => graph.strings.indexOf(name));
    const timers: number[] = [];
    for (let node = 0; node < graph.nodeCount; node += 1) {
      if (graph.nodeTypes[node] !== NodeType.object || !classNames.includes(graph.nodeNames[node])) continue;
      if (this.#isChained(node)) timers.push(node);
    }
    return timers;
  }

  /** Timers form a ring, immediates a list with two ends; what is cleared or has run has no neighbour. */
  #isChained(node: number): boolean {
    return LINKS.some((link) => {
      const neighbour = this.#graph.follow(node, EdgeType.property, link);
      return neighbour !== -1 && neighbour !== node && this.#graph.nodeType(neighbour) === NodeType.object;
    });
  }
}
