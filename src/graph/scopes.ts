import { EdgeType } from '../snapshot/kinds.js';
import type { HeapGraph } from './heap-graph.js';
import { isText } from './values.js';

/** Bytes of a scope besides its variables: shape, length, description of the scope and the scope around it. */
const SCOPE_HEADER = 32;
const WORD = 8;
/** Maximum nesting depth of blocks. */
const MAX_BLOCKS = 16;

/**
 * What a scope (`system / Context`) belongs to. Its `scope_info` lists, as hidden edges, the names of its variables,
 * then the name of the function that declares them ('' when it has none), and last the enclosing scope. A block has no
 * function name: the enclosing scope follows directly. The size of the context gives the number of variables. Observed
 * on Node 18 to 26.
 */
export class ScopeIndex {
  readonly #graph: HeapGraph;
  #closures: ClosuresByScope | null = null;
  /** By node, how many scopes it describes: 0, 1, or 2 for more. */
  #described: Uint8Array | null = null;

  constructor(graph: HeapGraph) {
    this.#graph = graph;
  }

  /** The scope of the function or module that encloses a block; a function's own scope is returned as it is. */
  functionScope(scope: number): number {
    let current = scope;
    for (let hops = 0; hops < MAX_BLOCKS && this.#isBlock(current); hops += 1) {
      const outer = this.#graph.follow(current, EdgeType.internal, 'previous');
      if (outer === -1 || !this.#graph.isContext(outer)) break;
      current = outer;
    }
    return current;
  }

  /** The name of the function that declares the variables of a function's scope; '' for none, null when unknown. */
  functionName(scope: number): string | null {
    const named = this.#slot(scope, this.#variables(scope));
    return named === -1 || !isText(this.#graph, named) ? null : this.#graph.nodeName(named);
  }

  /**
   * Whether a scope is the outermost one of a file: only the engine's own scope encloses it, and no other scope was
   * made from the same code. (A nameless function of a file without variables of its own looks the same, until it runs
   * twice.)
   */
  isModule(scope: number): boolean {
    const graph = this.#graph;
    const outer = graph.follow(scope, EdgeType.internal, 'previous');
    if (outer === -1 || (graph.isContext(outer) && graph.nodeName(outer) !== 'system / ScriptContext')) return false;
    if ((this.functionName(scope) ?? '') !== '') return false;
    const description = graph.follow(scope, EdgeType.internal, 'scope_info');
    return description === -1 || this.#describesOne(description);
  }

  /** Name of a variable that V8 lists without a name, as in a block; null where numeric variables leave gaps. */
  blockVariable(scope: number, edge: number): string | null {
    const graph = this.#graph;
    const count = this.#variables(scope);
    let listed = 0;
    for (let e = graph.firstEdges[scope]; e < graph.firstEdges[scope + 1]; e += 1)
      if (graph.edgeType(e) === EdgeType.hidden) listed += 1;
    const name = listed === count ? this.#slot(scope, graph.edgeIndex(edge) ?? -1) : -1;
    return name === -1 || !isText(graph, name) ? null : graph.nodeName(name);
  }

  /**
   * Whether the variables of a scope have names. In scopes of built-in functions, such as a promise's `resolve`, they have none.
   */
  isDescribed(scope: number): boolean {
    const first = this.#slot(scope, 0);
    return first !== -1 && isText(this.#graph, first) && this.#graph.nodeName(first) !== '';
  }

  /** Functions made in a scope itself, in the order of the snapshot. The index is built at the first call. */
  closuresOf(scope: number): readonly number[] {
    this.#closures ??= new ClosuresByScope(this.#graph);
    return this.#closures.of(scope);
  }

  #isBlock(scope: number): boolean {
    const next = this.#slot(scope, this.#variables(scope));
    return next !== -1 && !isText(this.#graph, next);
  }

  #variables(scope: number): number {
    return Math.max(0, Math.round((this.#graph.shallowSizes[scope] - SCOPE_HEADER) / WORD));
  }

  /** The target that a scope's description lists last under an index, or -1. */
  #slot(scope: number, index: number): number {
    const graph = this.#graph;
    const description = graph.follow(scope, EdgeType.internal, 'scope_info');
    if (description === -1) return -1;
    for (let edge = graph.firstEdges[description + 1] - 1; edge >= graph.firstEdges[description]; edge -= 1)
      if (graph.edgeNames[edge] === index && graph.edgeType(edge) === EdgeType.hidden) return graph.target(edge);
    return -1;
  }

  #describesOne(description: number): boolean {
    const graph = this.#graph;
    if (this.#described === null) {
      this.#described = new Uint8Array(graph.nodeCount);
      const scopeInfo = graph.strings.indexOf('scope_info');
      for (const scope of graph.contexts()) {
        const edge = graph.findEdgeAt(scope, EdgeType.internal, scopeInfo);
        if (edge === -1) continue;
        const own = graph.target(edge);
        if (this.#described[own] < 2) this.#described[own] += 1;
      }
    }
    return this.#described[description] === 1;
  }
}

/**
 * The functions made in each scope: a hash table of linked chains. A heap has hundreds of thousands of functions, and nearly as many
 * scopes, few of which are asked about. Twelve to sixteen bytes a function, once
 * {@link HeapGraph.classes} are known.
 */
class ClosuresByScope {
  readonly #nodes: Uint32Array;
  /** By place in {@link #nodes}: the scope of the function, and the place of the next function in its chain, or -1. */
  readonly #scopes: Uint32Array;
  readonly #next: Int32Array;
  /** The first place of each chain, or -1, by the lower bits of the scope. */
  readonly #first: Int32Array;

  constructor(graph: HeapGraph) {
    const name = graph.strings.indexOf('context');
    this.#nodes = graph.classes.closures;
    const count = this.#nodes.length;
    this.#scopes = new Uint32Array(count);
    this.#next = new Int32Array(count).fill(-1);
    this.#first = new Int32Array(2 ** Math.ceil(Math.log2(count + 1))).fill(-1);
    const mask = this.#first.length - 1;
    // From the last to the first, so that each chain is in the order of the snapshot.
    for (let place = count - 1; place >= 0; place -= 1) {
      const edge = graph.findEdgeAt(this.#nodes[place], EdgeType.internal, name);
      if (edge === -1) continue;
      const scope = graph.target(edge);
      this.#scopes[place] = scope;
      this.#next[place] = this.#first[scope & mask];
      this.#first[scope & mask] = place;
    }
  }

  of(scope: number): number[] {
    const closures: number[] = [];
    const mask = this.#first.length - 1;
    for (let place = this.#first[scope & mask]; place !== -1; place = this.#next[place])
      if (this.#scopes[place] === scope) closures.push(this.#nodes[place]);
    return closures;
  }
}
