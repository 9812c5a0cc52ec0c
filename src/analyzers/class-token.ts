import type { HeapGraph } from '../graph/heap-graph.js';
import { EdgeType, NodeType } from '../snapshot/kinds.js';

/** Classes of the language that say nothing by themselves. */
const LANGUAGE_CLASSES = [
  'Promise',
  'Date',
  'RegExp',
  'Uint8Array',
  'Buffer',
  'FastBuffer',
  'ArrayBuffer',
  'Error',
  'Generator',
  'AsyncGenerator',
  'WeakRef',
  'Symbol',
  'Number',
  'String',
  'Boolean',
  'Arguments',
  'Array',
  'Map',
  'Set',
  'WeakMap',
  'WeakSet',
  'Uint32Array',
  'Float64Array',
  'Int32Array',
];

export type TokenKind = 'class' | 'record' | 'function' | 'scope' | 'value';

/**
 * Tells objects of one name apart by the one heap object that all of a kind share: the prototype of a class,
 * the shape of a plain object, the code of a function, the scope description of a scope. That object keeps its
 * node id over the whole series, so kinds can be counted in each snapshot.
 */
export class ClassTokens {
  readonly #graph: HeapGraph;
  readonly #proto: number;
  readonly #map: number;
  readonly #shared: number;
  readonly #scopeInfo: number;
  readonly #object: number;
  readonly #language: ReadonlySet<number>;
  readonly #contexts = new Map<number, boolean>();

  constructor(graph: HeapGraph) {
    this.#graph = graph;
    const index = (name: string) => graph.strings.indexOf(name);
    this.#proto = index('__proto__');
    this.#map = index('map');
    this.#shared = index('shared');
    this.#scopeInfo = index('scope_info');
    this.#object = index('Object');
    this.#language = new Set(LANGUAGE_CLASSES.map(index));
  }

  kindOf(node: number): TokenKind | null {
    const graph = this.#graph;
    switch (graph.nodeTypes[node]) {
      case NodeType.closure:
        return 'function';
      case NodeType.object:
        if (this.#isEngine(node)) return graph.isContext(node) ? 'scope' : null;
        if (graph.nodeNames[node] === this.#object) return 'record';
        return this.#language.has(graph.nodeNames[node]) ? 'value' : 'class';
      case NodeType.hidden:
      case NodeType.code:
        return this.#isEngine(node) && graph.isContext(node) ? 'scope' : null;
      case NodeType.consString:
        return 'value';
      default:
        return null;
    }
  }

  /** Ordinal of the shared object of a node of that kind, or -1 for `value`. */
  tokenOf(node: number, kind: TokenKind): number {
    switch (kind) {
      case 'class':
        return this.#target(node, EdgeType.property, this.#proto);
      case 'record':
        return this.#target(node, EdgeType.internal, this.#map);
      case 'function':
        return this.#target(node, EdgeType.internal, this.#shared);
      case 'scope':
        return this.#target(node, EdgeType.internal, this.#scopeInfo);
      case 'value':
        return -1;
    }
  }

  /** Instances of every kind by node id of its shared object. */
  count(): Map<number, number> {
    const graph = this.#graph;
    const counts = new Map<number, number>();
    for (let node = 0; node < graph.nodeCount; node += 1) {
      const kind = this.kindOf(node);
      if (kind === null || kind === 'value') continue;
      const token = this.tokenOf(node, kind);
      if (token === -1) continue;
      const id = graph.nodeIds[token];
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return counts;
  }

  #isEngine(node: number): boolean {
    const name = this.#graph.nodeNames[node];
    let known = this.#contexts.get(name);
    if (known === undefined) {
      known = this.#graph.nodeName(node).startsWith('system / ');
      this.#contexts.set(name, known);
    }
    return known;
  }

  #target(node: number, type: EdgeType, name: number): number {
    const { firstEdges, edgeNames } = this.#graph;
    for (let edge = firstEdges[node]; edge < firstEdges[node + 1]; edge += 1) {
      if (edgeNames[edge] === name && this.#graph.edgeType(edge) === type) return this.#graph.target(edge);
    }
    return -1;
  }
}
