import type { HeapGraph } from '../../graph/heap-graph.js';
import { NumberList } from '../../graph/number-list.js';
import { LANGUAGE_CLASSES } from '../../profiles/node-core.js';
import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../../snapshot/columns.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';

/** Most times that a function may be bound; more means a broken or hostile heap. */
const MAX_BOUND = 16;
/** Most shapes (`map`) of an object: one for each of its fields, until it becomes a dictionary. */
const MAX_SHAPES = 4096;
/** Bits that a key has besides a node id, so that both fit into an exact integer. */
const KEY_BITS = 21;
/** Offset basis and prime of FNV-1a. */
const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

export type ObjectKind = 'class' | 'record' | 'function' | 'scope' | 'value';

/**
 * Distinguishes kinds of objects with the same name by the heap object that all of a kind share: the prototype of a class, the
 * shape of a plain object, the code of a function, the scope description of a scope. That object keeps its node id over the
 * whole series, so kinds can be counted in each snapshot.
 *
 * Where several functions have one prototype (`Sub.prototype = Parent.prototype`), the class of an object is the function that
 * made it, to which the shape of the object refers.
 *
 * A class that each call of a function creates again (`class extends Base` in a factory) has a new prototype each time. These
 * classes are one kind if the code of their constructors, their superclass and their name are the same.
 */
export class ClassIdentities {
  readonly #graph: HeapGraph;
  readonly #proto: number;
  readonly #constructorName: number;
  readonly #map: number;
  readonly #backPointer: number;
  readonly #prototype: number;
  readonly #shared: number;
  readonly #boundFunction: number;
  readonly #scopeInfo: number;
  readonly #object: number;
  /** 1 for names of built-in classes, by index of the name. */
  readonly #language: Uint8Array;
  /** By prototype: the first prototype that was found of the same kind. */
  readonly #prototypes = new Map<number, number>();
  /** By prototype, where several functions have it: the constructor's own prototype. */
  readonly #sharedPrototypes = new Map<number, number>();
  /** The class by shape, for objects whose prototype several functions share. A shape has one prototype. */
  readonly #ofShape = new Map<number, number>();
  /** The first prototype by key of the kind. */
  readonly #firstOf = new Map<number, number>();
  /** The key by the first prototype of the kind. */
  readonly #keys = new Map<number, number>();

  constructor(graph: HeapGraph) {
    this.#graph = graph;
    const index = (name: string) => graph.strings.indexOf(name);
    this.#proto = index('__proto__');
    this.#constructorName = index('constructor');
    this.#map = index('map');
    this.#backPointer = index('back_pointer');
    this.#prototype = index('prototype');
    this.#shared = index('shared');
    this.#boundFunction = index('bound_function');
    this.#scopeInfo = index('scope_info');
    this.#object = index('Object');
    this.#language = new Uint8Array(graph.strings.count);
    for (const name of LANGUAGE_CLASSES) if (index(name) !== -1) this.#language[index(name)] = 1;
  }

  kindOf(node: number): ObjectKind | null {
    const graph = this.#graph;
    switch (graph.nodeTypes[node]) {
      case NodeType.closure:
        return 'function';
      case NodeType.object:
        if (graph.isSystem(node)) return graph.isContext(node) ? 'scope' : null;
        if (graph.nodeNames[node] === this.#object) return 'record';
        return this.#language[graph.nodeNames[node]] === 1 ? 'value' : 'class';
      case NodeType.hidden:
      case NodeType.code:
        return graph.isSystem(node) && graph.isContext(node) ? 'scope' : null;
      default:
        return null;
    }
  }

  /** Ordinal of the shared object of a node of that kind, or -1 for `value`. */
  identityOf(node: number, kind: ObjectKind): number {
    switch (kind) {
      case 'class':
        return this.#classPrototype(node, this.#target(node, EdgeType.property, this.#proto));
      case 'record':
        return this.#target(node, EdgeType.internal, this.#map);
      case 'function':
        return this.#codeOf(node);
      case 'scope':
        return this.#target(node, EdgeType.internal, this.#scopeInfo);
      case 'value':
        return -1;
    }
  }

  /** The kind that a shared object stands for, the same number in each snapshot of a series. */
  keyOf(identity: number): number {
    return this.#keys.get(identity) ?? this.#graph.nodeIds[identity];
  }

  /** Instances of every kind by {@link keyOf} its shared object. */
  count(): Map<number, number> {
    const graph = this.#graph;
    const counts = new Map<number, number>();
    const add = (identity: number, run: number) => {
      if (identity === -1 || run === 0) return;
      const key = this.keyOf(identity);
      counts.set(key, (counts.get(key) ?? 0) + run);
    };
    const count = (nodes: Uint32Array, kind: ObjectKind) => {
      let last = -1;
      let run = 0;
      for (let place = 0, end = nodes.length; place < end; place += 1) {
        const identity = this.identityOf(nodes[place], kind);
        if (identity !== last) {
          add(last, run);
          last = identity;
          run = 0;
        }
        run += 1;
      }
      add(last, run);
    };
    // The class of an object decides its kind.
    for (const name of graph.classes.names) {
      const objects = graph.classes.objectsOf(name);
      const kind = this.kindOf(objects[0]);
      if (kind !== null && kind !== 'value') count(objects, kind);
    }
    count(graph.classes.closures, 'function');
    count(this.#otherScopes(), 'scope');
    return counts;
  }

  /** Scopes that V8 does not list as objects. */
  #otherScopes(): Uint32Array {
    const { nodeCount, nodeTypes } = this.#graph;
    const scopes = new NumberList();
    for (let node = 0; node < nodeCount; node += 1) {
      const type = nodeTypes[node];
      if ((type === NodeType.hidden || type === NodeType.code) && this.kindOf(node) === 'scope') scopes.push(node);
    }
    return scopes.take();
  }

  /** The code of a function; for a bound function, which has none, that of its target. */
  #codeOf(closure: number): number {
    let current = closure;
    for (let hops = 0; hops < MAX_BOUND && current !== -1; hops += 1) {
      const shared = this.#target(current, EdgeType.internal, this.#shared);
      if (shared !== -1) return shared;
      current = this.#target(current, EdgeType.internal, this.#boundFunction);
    }
    return -1;
  }

  /**
   * The prototype of the class. Objects made by `Object.create(instance)` have a prototype each, so it is the first one up the
   * chain that is a function's `prototype` or has a constructor.
   */
  #classPrototype(node: number, proto: number): number {
    if (proto === -1) return -1;
    const known = this.#prototypes.get(proto);
    if (known !== undefined) return known;
    const shared = this.#sharedPrototypes.get(proto);
    if (shared !== undefined) return this.#classOfShared(node, shared);
    const { prototypes } = this.#graph;
    const current = prototypes.firstOf(proto);
    if (current !== -1 && prototypes.isShared(current)) {
      this.#sharedPrototypes.set(proto, current);
      return this.#classOfShared(node, current);
    }
    const found = current === -1 ? proto : this.#firstOfKind(current, this.#constructorOf(current), current);
    this.#prototypes.set(proto, found);
    return found;
  }

  /** The identity where several functions have one prototype: the prototype for its constructor, else the function itself. */
  #classOfShared(node: number, proto: number): number {
    const shape = this.#target(node, EdgeType.internal, this.#map);
    const known = this.#ofShape.get(shape);
    if (known !== undefined) return known;
    const maker = shape === -1 ? -1 : this.#makerOf(shape);
    const constructor = this.#constructorOf(proto);
    const isOther =
      maker !== -1 && maker !== constructor && this.#target(maker, EdgeType.property, this.#prototype) === proto;
    const found = isOther ? this.#firstOfKind(maker, maker, proto) : this.#firstOfKind(proto, constructor, proto);
    if (shape !== -1) this.#ofShape.set(shape, found);
    return found;
  }

  #constructorOf(proto: number): number {
    const own = this.#target(proto, EdgeType.property, this.#constructorName);
    return own === -1 ? this.#graph.prototypes.functionOf(proto) : own;
  }

  /** The function that made the objects of a shape, or -1. The first shape refers to it, and each later shape to the one before. */
  #makerOf(shape: number): number {
    let maker = -1;
    let current = shape;
    for (let hops = 0; hops < MAX_SHAPES && current !== -1 && maker === -1; hops += 1) {
      maker = this.#target(current, EdgeType.internal, this.#constructorName);
      current = this.#target(current, EdgeType.internal, this.#backPointer);
    }
    return maker;
  }

  /** The first class that was found with the same constructor code, superclass and name. */
  #firstOfKind(identity: number, constructor: number, proto: number): number {
    const graph = this.#graph;
    const code = constructor === -1 ? -1 : this.#codeOf(constructor);
    if (code === -1) return identity;
    const parent = this.#target(proto, EdgeType.property, this.#proto);
    const rest = hash(graph.nodeName(constructor), parent === -1 ? 0 : graph.nodeIds[parent]);
    // Negative, so that it differs from all node ids.
    const key = -(graph.nodeIds[code] * 2 ** KEY_BITS + (rest & (2 ** KEY_BITS - 1)));
    const first = this.#firstOf.get(key) ?? identity;
    this.#firstOf.set(key, first);
    this.#keys.set(first, key);
    return first;
  }

  // The retention rules never recode these edges, so their code is their type.
  #target(node: number, type: EdgeType, name: number): number {
    const { firstEdges, edgeNames, edgeHeads } = this.#graph;
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge += 1) {
      if (edgeNames[edge] !== name) continue;
      const head = edgeHeads[edge];
      if ((head & EDGE_TYPE_MASK) === type) return head >>> EDGE_TYPE_BITS;
    }
    return -1;
  }
}

/** FNV-1a (Fowler, Noll, Vo) of a name and a number. */
function hash(name: string, number: number): number {
  let state = FNV_BASIS ^ number;
  for (let place = 0, end = name.length; place < end; place += 1)
    state = Math.imul(state ^ name.charCodeAt(place), FNV_PRIME);
  return Math.imul(state ^ (state >>> 15), FNV_PRIME) >>> 0;
}
