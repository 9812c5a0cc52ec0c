import { EDGE_TYPE_BITS, EDGE_TYPE_MASK, type SnapshotColumns } from '../snapshot/columns.js';
import { EdgeType, NodeType } from '../snapshot/kinds.js';

/** Longest chain of prototypes that is followed. */
export const MAX_PROTOTYPES = 16;

/** The objects that are the `prototype` of a function, from which its instances inherit. They are no instances themselves. */
export interface Prototypes {
  /** The function that has an object as its `prototype`; of several the oldest; -1 when it is no prototype. */
  functionOf(object: number): number;
  /** Whether functions of different code have this one object as `prototype`: `Sub.prototype = Parent.prototype`. */
  isShared(object: number): boolean;
  /** The first object up a chain, from the given one on, that is a function's prototype or has a constructor, or -1. */
  firstOf(object: number): number;
}

/**
 * Finds the prototypes of functions, and corrects IN PLACE the class names that V8 derives from them wrongly:
 *
 * - V8 names the prototype of a class after the superclass, as if it were an instance of that. Only the prototype of a class
 *   without a superclass is an `Object`. Here all prototypes are, so that none is taken for an instance.
 * - V8 names an object after the function that made it. For an object that another function made (`Object.create(sub)`,
 *   `Reflect.construct`), and for one from which others inherit, it looks up `constructor`. Where the prototype has none of its
 *   own, this is the constructor of the superclass; where a mixin has copied all properties of another prototype to it, the constructor
 *   of that. Here it is the function whose prototype comes first on the chain.
 * - An object that got another prototype later (`Object.setPrototypeOf(target, Signal.prototype)`, as Node.js makes its
 *   AbortSignals) keeps the name of its first class in V8. Here it is the class that it inherits from now, if that extends the
 *   first one.
 *
 * Prototypes of built-in functions keep their names. Observed on Node 18 to 26. O(nodes + edges of functions), and the
 * edges of instances of those classes whose prototype has no `constructor` of its own.
 */
export function findPrototypes(columns: SnapshotColumns): Prototypes {
  const search = new PrototypeSearch(columns);
  search.collect();
  search.renameObjects();
  search.renamePrototypes();
  return search;
}

class PrototypeSearch implements Prototypes {
  readonly #columns: SnapshotColumns;
  readonly #prototype: number;
  readonly #proto: number;
  readonly #constructorName: number;
  readonly #shared: number;
  readonly #script: number;
  readonly #scriptUntil20: number;
  readonly #object: number;
  readonly #functions = new Map<number, number>();
  readonly #sharedPrototypes = new Set<number>();

  constructor(columns: SnapshotColumns) {
    this.#columns = columns;
    const index = (name: string) => columns.strings.indexOf(name);
    this.#prototype = index('prototype');
    this.#proto = index('__proto__');
    this.#constructorName = index('constructor');
    this.#shared = index('shared');
    this.#script = index('script');
    this.#scriptUntil20 = index('script_or_debug_info');
    this.#object = index('Object');
  }

  functionOf(object: number): number {
    return this.#functions.get(object) ?? -1;
  }

  isShared(object: number): boolean {
    return this.#sharedPrototypes.has(object);
  }

  firstOf(object: number): number {
    let current = object;
    for (let hops = 0; hops < MAX_PROTOTYPES && current !== -1; hops += 1) {
      if (this.#functions.has(current) || this.#hasConstructor(current)) return current;
      current = this.#target(current, EdgeType.property, this.#proto);
    }
    return -1;
  }

  collect(): void {
    if (this.#prototype === -1) return;
    const { nodeCount, nodeTypes } = this.#columns;
    for (let node = 0; node < nodeCount; node += 1) if (nodeTypes[node] === NodeType.closure) this.#collectOf(node);
  }

  /** One pass for both kinds of wrong names, as the search for objects of the classes concerned goes over all nodes. */
  renameObjects(): void {
    const misnamed = this.#listMisnamed();
    const derived = this.#listDerived();
    if (misnamed.size + derived.size === 0) return;
    const { nodeNames, strings } = this.#columns;
    const isConcerned = new Uint8Array(strings.count);
    for (const name of misnamed.values()) isConcerned[name] = 1;
    for (const { extended } of derived.values()) for (const name of extended) isConcerned[name] = 1;
    this.#forEachObject(isConcerned, (node) => {
      const own = this.#target(node, EdgeType.property, this.#proto);
      const prototype = misnamed.size === 0 ? -1 : this.firstOf(own);
      if (misnamed.get(prototype) === nodeNames[node]) nodeNames[node] = nodeNames[this.functionOf(prototype)];
      const known = derived.get(own);
      if (known?.extended.includes(nodeNames[node]) === true) nodeNames[node] = nodeNames[known.closure];
    });
  }

  /** Calls `visit` for each object of the classes with those names that is no prototype itself. */
  #forEachObject(isWanted: Uint8Array, visit: (node: number) => void): void {
    const { nodeCount, nodeTypes, nodeNames } = this.#columns;
    for (let node = 0; node < nodeCount; node += 1)
      if (nodeTypes[node] === NodeType.object && isWanted[nodeNames[node]] === 1 && !this.#functions.has(node))
        visit(node);
  }

  /** By prototype: the name that V8 gives to objects whose constructor it does not know. */
  #listMisnamed(): Map<number, number> {
    const { nodeNames } = this.#columns;
    const misnamed = new Map<number, number>();
    for (const [prototype, closure] of this.#functions) {
      if (!this.#isOfNamedClass(prototype, closure)) continue;
      const named = this.#target(prototype, EdgeType.property, this.#constructorName);
      if (named !== -1 && !this.#isCopied(named, prototype)) continue;
      const name = nodeNames[named === -1 ? prototype : named];
      if (name !== this.#object && name !== nodeNames[closure]) misnamed.set(prototype, name);
    }
    return misnamed;
  }

  /** By prototype: the function of a class that extends others of scripts, and the names of these. */
  #listDerived(): Map<number, { readonly closure: number; readonly extended: readonly number[] }> {
    const { nodeNames } = this.#columns;
    const derived = new Map<number, { closure: number; extended: number[] }>();
    for (const [prototype, closure] of this.#functions) {
      if (!this.#isOfNamedClass(prototype, closure)) continue;
      const extended = this.#parentNames(prototype).filter((name) => name !== nodeNames[closure]);
      if (extended.length > 0) derived.set(prototype, { closure, extended });
    }
    return derived;
  }

  /** Whether a prototype is that of one function of a script that has a name. */
  #isOfNamedClass(prototype: number, closure: number): boolean {
    const { nodeNames, strings } = this.#columns;
    return (
      strings.firstByte(nodeNames[closure]) !== -1 &&
      !this.#sharedPrototypes.has(prototype) &&
      this.#isOfScript(closure)
    );
  }

  renamePrototypes(): void {
    const { nodeTypes, nodeNames } = this.#columns;
    if (this.#object === -1) return;
    for (const [prototype, closure] of this.#functions)
      if (
        nodeTypes[prototype] === NodeType.object &&
        nodeNames[prototype] !== this.#object &&
        this.#isOfScript(closure)
      )
        nodeNames[prototype] = this.#object;
  }

  #collectOf(closure: number): void {
    const prototype = this.#target(closure, EdgeType.property, this.#prototype);
    if (prototype === -1) return;
    const { nodeIds, nodeTypes } = this.#columns;
    // Generator objects inherit from the `prototype` of their function, but are no instances of a class: such a function inherits from an object.
    const parent = this.#target(closure, EdgeType.property, this.#proto);
    if (parent !== -1 && nodeTypes[parent] !== NodeType.closure) return;
    const other = this.#functions.get(prototype);
    if (other !== undefined) {
      const code = this.#target(closure, EdgeType.internal, this.#shared);
      if (code !== this.#target(other, EdgeType.internal, this.#shared)) this.#sharedPrototypes.add(prototype);
      if (nodeIds[other] < nodeIds[closure]) return;
    }
    this.#functions.set(prototype, closure);
  }

  /** Names, by index, of the classes of scripts that the class of a prototype extends. */
  #parentNames(prototype: number): number[] {
    const names: number[] = [];
    let current = this.#target(prototype, EdgeType.property, this.#proto);
    for (let hops = 0; hops < MAX_PROTOTYPES && current !== -1; hops += 1) {
      const closure = this.#functions.get(current);
      if (closure !== undefined && this.#isOfScript(closure)) names.push(this.#columns.nodeNames[closure]);
      current = this.#target(current, EdgeType.property, this.#proto);
    }
    return names;
  }

  /** Whether the `constructor` of a prototype was copied to it from the prototype of another function, as mixins do. */
  #isCopied(named: number, prototype: number): boolean {
    const of = this.#target(named, EdgeType.property, this.#prototype);
    return of !== -1 && of !== prototype;
  }

  #hasConstructor(object: number): boolean {
    return this.#target(object, EdgeType.property, this.#constructorName) !== -1;
  }

  /** Whether a function is defined in a script; built-in functions and those of native modules are not. */
  #isOfScript(closure: number): boolean {
    const shared = this.#target(closure, EdgeType.internal, this.#shared);
    return (
      shared !== -1 &&
      (this.#target(shared, EdgeType.internal, this.#script) !== -1 ||
        this.#target(shared, EdgeType.internal, this.#scriptUntil20) !== -1)
    );
  }

  // The retention rules never recode these edges, so their code is their type.
  #target(node: number, type: EdgeType, name: number): number {
    const { firstEdges, edgeNames, edgeHeads } = this.#columns;
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge += 1) {
      if (edgeNames[edge] !== name) continue;
      const head = edgeHeads[edge];
      if ((head & EDGE_TYPE_MASK) === type) return head >>> EDGE_TYPE_BITS;
    }
    return -1;
  }
}
