import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../snapshot/columns.js';
import { EdgeType } from '../snapshot/kinds.js';
import { BitSet } from './bit-set.js';
import { EdgeCode } from './edge-codes.js';
import { markEngineNames } from './engine-names.js';
import type { HeapGraph } from './heap-graph.js';

/** What a program itself refers by; entries of a WeakMap depend on something else. */
const OF_PROGRAM = new Uint8Array(EDGE_TYPE_MASK + 1);
for (const code of [EdgeType.context, EdgeType.element, EdgeType.hidden, EdgeType.property, EdgeType.internal])
  OF_PROGRAM[code] = 1;
for (const code of [EdgeCode.ephemeronValue, EdgeCode.handleRoot, EdgeCode.heldValue]) OF_PROGRAM[code] = 0;

/**
 * Shortest paths from some nodes of a program, such as its modules, by references of the program alone: no native handle, running
 * timer or structure of the engine is a way. A breadth-first search; O(nodes + edges) once, 4 bytes a node.
 */
export class ProgramPaths {
  readonly #graph: HeapGraph;
  /** One more than the edge by which a node was reached; 0 for one that was not, and for those to start from. */
  readonly #parents: Uint32Array;
  readonly #starts: BitSet;

  /** @param isCut references that are no way */
  constructor(graph: HeapGraph, from: readonly number[], isCut: (edge: number) => boolean) {
    this.#graph = graph;
    this.#parents = new Uint32Array(graph.nodeCount);
    this.#starts = BitSet.of(graph.nodeCount, from);
    this.#search(from, isCut);
  }

  /** Edges to a node, the first from one of those to start from; null when none leads there. */
  pathTo(node: number): number[] | null {
    const edges: number[] = [];
    let current = node;
    while (!this.#starts.has(current)) {
      const parent = this.#parents[current];
      if (parent === 0) return null;
      edges.push(parent - 1);
      current = this.#graph.source(parent - 1);
    }
    return edges.reverse();
  }

  #search(from: readonly number[], isCut: (edge: number) => boolean): void {
    const { firstEdges, edgeHeads, edgeNames, nodeCount } = this.#graph;
    const engineNames = markEngineNames(this.#graph);
    const queue = new Uint32Array(nodeCount);
    queue.set(from);
    let tail = from.length;
    for (let head = 0; head < tail; head += 1) {
      const node = queue[head];
      for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge += 1) {
        const target = edgeHeads[edge] >>> EDGE_TYPE_BITS;
        const code = edgeHeads[edge] & EDGE_TYPE_MASK;
        if (this.#parents[target] !== 0 || OF_PROGRAM[code] === 0 || this.#starts.has(target)) continue;
        if (code < 8 && (engineNames[edgeNames[edge]] & (1 << code)) !== 0 && isNamed(code)) continue;
        if (isCut(edge)) continue;
        this.#parents[target] = edge + 1;
        queue[tail] = target;
        tail += 1;
      }
    }
  }
}

function isNamed(code: number): boolean {
  return code === EdgeType.property || code === EdgeType.internal;
}
