import type { HeapGraph } from '../../graph/heap-graph.js';
import { readNode, readString } from '../../graph/values.js';
import { splitWords } from '../../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';

/** Least number of constants that count as the states of something. */
const FEWEST_NAMES = 3;
/** Most properties of a table of names; an object with more holds data. */
const MOST_NAMES = 64;
/** Most superclasses of a class, and most scopes around a function, that are searched. */
const MOST_HOPS = 8;
const CONSTANT = /^_*[A-Z][A-Z0-9_]*$/;

/**
 * Finds the names that a program gives to the numbers in a field: `{ OPEN: 1, CLOSED: 2 }`, `{ 1: 'open', 2: 'closed' }` or
 * `['new', 'open', 'closed']`. Such a table may be a field of the object or of its class, or a variable that the code of the
 * class can reach.
 */
export class NamedNumbers {
  readonly #graph: HeapGraph;
  /** By prototype, field and number. */
  readonly #ofClass = new Map<string, readonly string[]>();

  constructor(graph: HeapGraph) {
    this.#graph = graph;
  }

  /** All names that the number in a field may have; empty when no table has it. */
  namesOf(node: number, field: string, value: number): readonly string[] {
    const graph = this.#graph;
    const own = this.#namesAt(node, EdgeType.property, field, value);
    if (own.length > 0) return own;
    const proto = graph.follow(node, EdgeType.property, '__proto__');
    if (proto === -1) return [];
    const key = `${proto} ${field} ${value}`;
    let known = this.#ofClass.get(key);
    if (known === undefined) {
      known = this.#namesOfClass(proto, field, value);
      this.#ofClass.set(key, known);
    }
    return known;
  }

  #namesOfClass(prototype: number, field: string, value: number): readonly string[] {
    const graph = this.#graph;
    let proto = prototype;
    for (let hops = 0; proto !== -1 && hops < MOST_HOPS; hops += 1) {
      const maker = graph.follow(proto, EdgeType.property, 'constructor');
      const isFunction = maker !== -1 && graph.nodeType(maker) === NodeType.closure;
      const beside = [proto, ...(isFunction ? [maker] : [])].flatMap((holder) => [
        ...constantsOf(graph, holder, value),
        ...this.#namesAt(holder, EdgeType.property, field, value),
      ]);
      if (beside.length > 0) return beside;
      const seen = isFunction ? this.#namesInScopes(maker, field, value) : [];
      if (seen.length > 0) return seen;
      proto = graph.follow(proto, EdgeType.property, '__proto__');
    }
    return [];
  }

  #namesInScopes(closure: number, field: string, value: number): readonly string[] {
    const graph = this.#graph;
    let scope = graph.follow(closure, EdgeType.internal, 'context');
    for (let hops = 0; hops < MOST_HOPS && scope !== -1; hops += 1) {
      const names = this.#namesAt(scope, EdgeType.context, field, value);
      if (names.length > 0) return names;
      scope = graph.follow(scope, EdgeType.internal, 'previous');
    }
    return [];
  }

  /** Names from tables in fields or variables of `holder` that are named like the field, or, for a scope, in a module that it imports. */
  #namesAt(holder: number, type: EdgeType, field: string, value: number): readonly string[] {
    const graph = this.#graph;
    const names: string[] = [];
    for (let edge = graph.firstEdges[holder]; edge < graph.firstEdges[holder + 1]; edge += 1) {
      if (graph.edgeType(edge) !== type || graph.edgeName(edge) === '__proto__') continue;
      const target = graph.target(edge);
      if (graph.nodeType(target) !== NodeType.object) continue;
      if (isCalledLike(graph.edgeName(edge), field)) {
        const found = namesIn(graph, target, value);
        if (found.length > 0 || type !== EdgeType.context) {
          names.push(...found);
          continue;
        }
      }
      if (type === EdgeType.context && graph.nodeName(target) === 'Object')
        names.push(...this.#namesAt(target, EdgeType.property, field, value));
    }
    return names;
  }
}

/** `States`, `ConnectivityState`, `READY_STATES` for `state`, `connectivityState`, `readyState`: by the last word. */
function isCalledLike(table: string, field: string): boolean {
  const last = splitWords(field).at(-1);
  return last !== undefined && splitWords(table).some((word) => word.startsWith(last));
}

/** The names that a table has for a number; empty when it is no table of names. */
function namesIn(graph: HeapGraph, table: number, value: number): readonly string[] {
  const isArray = graph.nodeName(table) === 'Array';
  if (!isArray && graph.nodeName(table) !== 'Object') return [];
  const names: string[] = [];
  let entries = 0;
  for (let edge = graph.firstEdges[table]; edge < graph.firstEdges[table + 1]; edge += 1) {
    const type = graph.edgeType(edge);
    const held = readNode(graph, graph.target(edge));
    if (type === EdgeType.element && held.kind === 'string') {
      entries += 1;
      if (graph.edgeIndex(edge) === value) names.push(readString(graph, held.node) ?? '');
    } else if (type === EdgeType.property && !isArray && graph.edgeName(edge) !== '__proto__') {
      if (held.kind !== 'number') return [];
      entries += 1;
      if (held.value === value) names.push(graph.edgeName(edge));
    }
  }
  return entries >= FEWEST_NAMES && entries <= MOST_NAMES ? [...new Set(names)] : [];
}

/** The names that constants of a class have for a number: `WebSocket.CLOSED`. */
function constantsOf(graph: HeapGraph, holder: number, value: number): readonly string[] {
  const names: string[] = [];
  let entries = 0;
  for (let edge = graph.firstEdges[holder]; edge < graph.firstEdges[holder + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property || !CONSTANT.test(graph.edgeName(edge))) continue;
    const held = readNode(graph, graph.target(edge));
    if (held.kind !== 'number') continue;
    entries += 1;
    if (held.value === value) names.push(graph.edgeName(edge));
  }
  return entries >= FEWEST_NAMES ? names : [];
}
