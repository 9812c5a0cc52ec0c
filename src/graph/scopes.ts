import { EdgeType, NodeType } from '../snapshot/kinds.js';
import type { HeapGraph } from './heap-graph.js';
import { NumberList } from './number-list.js';
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
  #described: Map<number, number> | null = null;

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
    const slots = this.#slots(scope);
    const named = slots?.get(this.#variables(scope));
    return named === undefined || !isText(this.#graph, named) ? null : this.#graph.nodeName(named);
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
    return description === -1 || this.#timesDescribed(description) === 1;
  }

  /** Name of a variable that V8 lists without a name, as in a block; null where numeric variables leave gaps. */
  blockVariable(scope: number, edge: number): string | null {
    const graph = this.#graph;
    const count = this.#variables(scope);
    const slots = this.#slots(scope);
    if (slots === null) return null;
    let listed = 0;
    for (let e = graph.firstEdges[scope]; e < graph.firstEdges[scope + 1]; e += 1)
      if (graph.edgeType(e) === EdgeType.hidden) listed += 1;
    const name = listed === count ? slots.get(graph.edgeIndex(edge) ?? -1) : undefined;
    return name === undefined || !isText(graph, name) ? null : graph.nodeName(name);
  }

  /**
   * Whether the variables of a scope have names. In scopes of built-in functions, such as a promise's `resolve`, they have none.
   */
  isDescribed(scope: number): boolean {
    const first = this.#slots(scope)?.get(0);
    return first !== undefined && isText(this.#graph, first) && this.#graph.nodeName(first) !== '';
  }

  /** Functions made in a scope itself, in the order of the snapshot. The index is built at the first call. */
  closuresOf(scope: number): readonly number[] {
    this.#closures ??= new ClosuresByScope(this.#graph);
    return this.#closures.of(scope);
  }

  #isBlock(scope: number): boolean {
    const next = this.#slots(scope)?.get(this.#variables(scope));
    return next !== undefined && !isText(this.#graph, next);
  }

  #variables(scope: number): number {
    return Math.max(0, Math.round((this.#graph.shallowSizes[scope] - SCOPE_HEADER) / WORD));
  }

  /** Targets listed by a scope's description, by index; null where the snapshot has no description. */
  #slots(scope: number): ReadonlyMap<number, number> | null {
    const graph = this.#graph;
    const description = graph.follow(scope, EdgeType.internal, 'scope_info');
    if (description === -1) return null;
    const slots = new Map<number, number>();
    for (let edge = graph.firstEdges[description]; edge < graph.firstEdges[description + 1]; edge += 1) {
      const index = graph.edgeType(edge) === EdgeType.hidden ? graph.edgeIndex(edge) : null;
      if (index !== null) slots.set(index, graph.target(edge));
    }
    return slots;
  }

  #timesDescribed(description: number): number {
    const graph = this.#graph;
    if (this.#described === null) {
      this.#described = new Map();
      const scopeInfo = graph.strings.indexOf('scope_info');
      for (const scope of graph.contexts()) {
        const edge = graph.findEdgeAt(scope, EdgeType.internal, scopeInfo);
        if (edge === -1) continue;
        const own = graph.target(edge);
        this.#described.set(own, (this.#described.get(own) ?? 0) + 1);
      }
    }
    return this.#described.get(description) ?? 0;
  }
}

/** The functions made in each scope, as one linked chain per scope. */
class ClosuresByScope {
  readonly #nodes: Uint32Array;
  /** By place in {@link #nodes}: the place of the next function of the same scope, or -1. */
  readonly #next: Int32Array;
  readonly #first = new Map<number, number>();

  constructor(graph: HeapGraph) {
    const { nodeCount, nodeTypes } = graph;
    const name = graph.strings.indexOf('context');
    const nodes = new NumberList();
    for (let node = 0; node < nodeCount; node += 1) if (nodeTypes[node] === NodeType.closure) nodes.push(node);
    this.#nodes = nodes.take();
    this.#next = new Int32Array(this.#nodes.length).fill(-1);
    // From the last to the first, so that each chain is in the order of the snapshot.
    for (let place = this.#nodes.length - 1; place >= 0; place -= 1) {
      const edge = graph.findEdgeAt(this.#nodes[place], EdgeType.internal, name);
      if (edge === -1) continue;
      const scope = graph.target(edge);
      this.#next[place] = this.#first.get(scope) ?? -1;
      this.#first.set(scope, place);
    }
  }

  of(scope: number): number[] {
    const closures: number[] = [];
    for (let place = this.#first.get(scope) ?? -1; place !== -1; place = this.#next[place])
      closures.push(this.#nodes[place]);
    return closures;
  }
}
