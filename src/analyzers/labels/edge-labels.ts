import { containerKind } from '../../graph/collection-entries.js';
import { EdgeCode } from '../../graph/edge-codes.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import type { PathTree } from '../../graph/path-tree.js';
import type { SourceIndex } from '../../graph/script-places.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import { isEventName, isIdentifier, isTable } from './dictionary-keys.js';
import { asTimer, type EdgeLabel, extendLabel, type LabelKind, replaceLast, startLabel } from './edge-label.js';
import { eventOfEntry, leadsToListener } from './event-targets.js';
import { registryOf } from './held-value-registry.js';
import { isSamePart, type LabelPart } from './label-parts.js';
import { OwnNames } from './own-names.js';
import { type ScopeOwner, ScopeOwners } from './scope-owners.js';

/**
 * Whether an object is but an entry of the collection that lists it: then what it has is called by the collection.
 *
 * @param child what of it leads to the suspect: that itself, or a record that has it
 */
export type RecordTest = (object: number, child: number) => boolean;

/** Records in records that are looked through. */
const MOST_RECORDS = 4;

const INDEX: LabelPart = { kind: 'index' };
const ENTRY: LabelPart = { kind: 'entry' };
const BLOCK_VARIABLE: LabelPart = { kind: 'block-variable' };
const LOCAL_VARIABLE: LabelPart = { kind: 'local-variable' };
const INNER_VALUE: LabelPart = { kind: 'inner-value' };
const HELD_VALUE: LabelPart = { kind: 'held-value' };
const PROMISE: LabelPart = { kind: 'promise' };
const SETTLED_PROMISE: LabelPart = { kind: 'settled-promise' };
const PROMISE_REACTION: LabelPart = { kind: 'promise-reaction' };

/**
 * The labels of edges, memoized. A container without a name of its own is named after the edge that leads to it on its shortest
 * retaining path: O(length of that path) for the first edge, O(1) for its siblings.
 */
export class EdgeLabels {
  readonly #graph: HeapGraph;
  readonly #tree: PathTree;
  readonly #owners = new Map<number, EdgeLabel>();
  readonly #tables = new Map<number, boolean>();
  readonly #scopes: ScopeOwners;
  readonly #names: OwnNames;
  /** Parts by the index of a name: made once for all references of that name. */
  readonly #fields = new Map<number, LabelPart>();
  readonly #variables = new Map<number, LabelPart>();
  #extended: { readonly owner: EdgeLabel; readonly part: LabelPart; readonly label: EdgeLabel } | null = null;

  constructor(graph: HeapGraph, tree: PathTree, sources: SourceIndex) {
    this.#graph = graph;
    this.#tree = tree;
    this.#scopes = new ScopeOwners(graph, sources);
    this.#names = new OwnNames(graph, tree, sources, this.#scopes);
  }

  /** The label of `edge`, which leaves `source`. */
  label(edge: number, source: number): EdgeLabel {
    const graph = this.#graph;
    const code = graph.edgeCode(edge);
    if (code === EdgeCode.handleRoot) return this.#names.handle(graph.target(edge));
    if (this.#names.isHandle(source)) return this.#names.handle(source);
    if (code === EdgeCode.ephemeronValue)
      return this.#extend(this.owner(graph.ephemeronTables.get(edge) ?? source), ENTRY, 'map');
    if (code === EdgeCode.transientRoot || code === EdgeCode.jobScoped || source === 0) return this.#names.root(source);
    return asTimer(this.#below(this.owner(source), edge, source));
  }

  /**
   * The same as {@link label}, except that a field of a record in a collection is named after the collection. This is for series too
   * short to show whether the records pile up: the place is then the same as when they do.
   *
   * @param isRecord asked of objects of a class, and of what has a record
   */
  placeOf(edge: number, source: number, isRecord: RecordTest): EdgeLabel {
    const label = this.label(edge, source);
    if (label.parts.at(-1)?.kind !== 'field') return label;
    let child = this.#graph.target(edge);
    let object = this.#objectOf(source);
    for (let level = 0; level < MOST_RECORDS; level += 1) {
      const isPlain = level === 0 && this.#names.of(object) === null;
      const listing = this.#tree.parentEdge(object);
      if (listing === -1 || (!isPlain && !isRecord(object, child))) return label;
      const above = this.label(listing, this.#graph.source(listing));
      const last = above.parts.at(-1)?.kind;
      if (last === 'entry' || last === 'index') return above;
      if (last !== 'field') return label;
      child = object;
      object = this.#objectOf(this.#graph.source(listing));
    }
    return label;
  }

  /** The object whose fields a node stores; the node itself when it is no store. */
  #objectOf(node: number): number {
    const edge = this.#tree.parentEdge(node);
    const isStore = edge !== -1 && this.#graph.edgeType(edge) === EdgeType.internal;
    return isStore && this.#graph.edgeName(edge) === 'properties' ? this.#graph.source(edge) : node;
  }

  /** A running timer, named by the function that it calls. */
  timer(timer: number): EdgeLabel {
    return this.#names.timer(timer);
  }

  /** The label of `node` as the owner of a field. */
  owner(node: number): EdgeLabel {
    const graph = this.#graph;
    const chain: number[] = [];
    let current = node;
    let owner: EdgeLabel | null = null;
    while (owner === null) {
      owner = this.#owners.get(current) ?? this.#names.of(current);
      if (owner !== null) break;
      chain.push(current);
      const edge = this.#namingEdge(current);
      if (edge === -1) {
        chain.pop();
        owner = this.#names.root(current);
      } else {
        current = graph.source(edge);
      }
    }
    this.#owners.set(current, owner);
    for (let child = chain.pop(); child !== undefined; child = chain.pop()) {
      const edge = this.#namingEdge(child);
      owner = this.#below(owner, edge, graph.source(edge));
      this.#owners.set(child, owner);
    }
    return owner;
  }

  /**
   * The reference that names a node without a name: the last one of its path. Where that starts from another node without a
   * name, or from a function's variable, a module's variable that holds the node is preferred.
   */
  #namingEdge(node: number): number {
    const graph = this.#graph;
    const edge = this.#tree.parentEdge(node);
    if (edge === -1 || containerKind(graph, node) === null) return edge;
    const source = graph.source(edge);
    if (!graph.isContext(source) && this.#names.of(source) !== null) return edge;
    return this.#scopes.moduleVariable(node) ?? edge;
  }

  /** The module or function that declares the variables of a scope, or null when it is unknown. */
  scopeOwner(scope: number): ScopeOwner | null {
    return this.#scopes.ownerOf(scope);
  }

  #below(owner: EdgeLabel, edge: number, source: number): EdgeLabel {
    const graph = this.#graph;
    const type = graph.edgeType(edge);
    if (graph.edgeCode(edge) === EdgeCode.heldValue)
      return this.#extend(this.owner(registryOf(graph, source)), HELD_VALUE, 'field');
    switch (graph.nodeType(source)) {
      case NodeType.closure:
        return belowClosure(owner, type, graph.edgeName(edge));
      case NodeType.object:
        if (graph.isContext(source)) return this.#belowContext(owner, edge, source);
        return this.#belowObject(owner, edge, source, type);
      case NodeType.array:
      case NodeType.hidden:
      case NodeType.code:
        if (graph.isContext(source)) return this.#belowContext(owner, edge, source);
        return this.#belowStore(owner, edge, source);
      default:
        return owner;
    }
  }

  /** A scope refers to the variables of a block by edges without a name; `previous` is the outer scope. */
  #belowContext(owner: EdgeLabel, edge: number, scope: number): EdgeLabel {
    const graph = this.#graph;
    const type = graph.edgeType(edge);
    if (type === EdgeType.context) return this.#extend(owner, this.#variable(edge), 'closure');
    if (type !== EdgeType.hidden) return owner;
    const variable = this.#scopes.blockVariable(scope, edge);
    if (variable !== null)
      return this.#extend(owner, variable === '' ? BLOCK_VARIABLE : { kind: 'variable', name: variable }, 'closure');
    // This is a slot of a built-in function: for a promise's `resolve` function it is the promise.
    return this.#extend(owner, graph.nodeName(graph.target(edge)) === 'Promise' ? PROMISE : INNER_VALUE, 'closure');
  }

  #belowObject(owner: EdgeLabel, edge: number, source: number, type: EdgeType): EdgeLabel {
    const graph = this.#graph;
    if (graph.edgeCode(edge) === EdgeCode.ephemeronValue) {
      // The value is reached through its key, but the table is the place.
      const table = graph.ephemeronTables.get(edge);
      return this.#extend(table === undefined || table === source ? owner : this.owner(table), ENTRY, 'map');
    }
    switch (type) {
      case EdgeType.element:
        return this.#extend(owner, INDEX, 'array');
      case EdgeType.property:
        if (owner.parts.at(-1)?.kind === 'listener' && leadsToListener(graph, edge)) return owner;
        if (graph.edgeName(edge) !== '__proto__' && this.#isTable(source, owner))
          return this.#extend(owner, ENTRY, 'dictionary');
        if (containerKind(graph, source) === 'object') {
          const name = graph.edgeName(edge);
          if (!isIdentifier(name))
            return isEvent(owner, name)
              ? this.#extend(owner, { kind: 'event', name }, 'field')
              : this.#extend(owner, ENTRY, 'dictionary');
        }
        if (graph.edgeName(edge) === '__proto__' && this.#names.isStandIn(source)) return owner;
        return this.#extend(owner, this.#field(edge), 'field');
      case EdgeType.internal:
        switch (graph.edgeName(edge)) {
          case 'table':
            return this.#extend(owner, ENTRY, containerKind(graph, source) === 'set' ? 'set' : 'map');
          case 'elements':
            return this.#extend(owner, INDEX, 'array');
          case 'reactions_or_result':
            // A settled promise holds its value.
            if (graph.nodeName(graph.target(edge)) !== 'system / PromiseReaction') return settled(owner);
            return this.#extend(settled(owner), PROMISE_REACTION, 'promise');
          default:
            return owner;
        }
      default:
        return owner;
    }
  }

  /** Stores are left out of labels; a property in a store is listed by its owner as well, and both edges get the same label. */
  #belowStore(owner: EdgeLabel, edge: number, source: number): EdgeLabel {
    const graph = this.#graph;
    const parentEdge = this.#tree.parentEdge(source);
    if (parentEdge === -1 || graph.edgeType(parentEdge) !== EdgeType.internal) return owner;
    const store = graph.edgeName(parentEdge);
    if (store === 'table') {
      const event = eventOfEntry(graph, owner, edge);
      return event === null
        ? owner
        : startLabel(owner.owner, 'map', owner.ownerNode, [{ kind: 'listener', name: event }]);
    }
    if (store === 'parameters_and_registers') return this.#localOf(graph.source(parentEdge)) ?? owner;
    if (store !== 'properties') return owner;
    const object = graph.source(parentEdge);
    const target = graph.target(edge);
    for (let own = graph.firstEdges[object]; own < graph.firstEdges[object + 1]; own += 1) {
      if (graph.target(own) === target && graph.edgeType(own) === EdgeType.property)
        return this.#below(this.owner(object), own, object);
    }
    return owner;
  }

  /** The label of a variable of a suspended function; null when the function is unknown. */
  #localOf(generator: number): EdgeLabel | null {
    const closure = this.#graph.follow(generator, EdgeType.internal, 'function');
    if (closure === -1) return null;
    const owner = this.#names.functionOwner(closure);
    if (owner.kind === 'unnamed-function' && owner.place === null) return null;
    return extendLabel(startLabel(owner, 'closure', closure), LOCAL_VARIABLE, 'closure');
  }

  /** Like {@link extendLabel}, with the last result kept: the entries of one collection have one label and come in a row. */
  #extend(owner: EdgeLabel, part: LabelPart, kind: LabelKind): EdgeLabel {
    const last = this.#extended;
    if (last !== null && last.owner === owner && last.label.kind === kind && isSamePart(last.part, part))
      return last.label;
    const label = extendLabel(owner, part, kind);
    this.#extended = { owner, part, label };
    return label;
  }

  #field(edge: number): LabelPart {
    const index = this.#graph.edgeNames[edge];
    let part = this.#fields.get(index);
    if (part === undefined) {
      part = { kind: 'field', name: this.#graph.edgeName(edge) };
      this.#fields.set(index, part);
    }
    return part;
  }

  #variable(edge: number): LabelPart {
    const index = this.#graph.edgeNames[edge];
    let part = this.#variables.get(index);
    if (part === undefined) {
      part = { kind: 'variable', name: this.#graph.edgeName(edge) };
      this.#variables.set(index, part);
    }
    return part;
  }

  /** @param owner the label of the object */
  #isTable(node: number, owner: EdgeLabel): boolean {
    const known = this.#tables.get(node);
    if (known !== undefined) return known;
    const result = isTable(this.#graph, node, owner.parts.at(-1)?.name ?? '');
    this.#tables.set(node, result);
    return result;
  }
}

/** Turns the label of a promise into that of its value, or of the function that waits for it. */
function settled(label: EdgeLabel): EdgeLabel {
  return label.parts.at(-1)?.kind === 'promise' ? replaceLast(label, SETTLED_PROMISE) : label;
}

function isEvent({ parts }: EdgeLabel, name: string): boolean {
  const last = parts.at(-1);
  return last?.kind === 'field' && last.name === '_events' && isEventName(name);
}

function belowClosure(owner: EdgeLabel, type: EdgeType, name: string): EdgeLabel {
  if (type === EdgeType.property) return extendLabel(owner, { kind: 'field', name }, 'field');
  // closure → context: the variable is named by the next edge.
  return name.startsWith('bound_') ? extendLabel(owner, { kind: 'bound', name: name.slice(6) }, 'closure') : owner;
}
