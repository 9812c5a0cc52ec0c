import { containerKind } from '../../graph/containers.js';
import { EdgeCode } from '../../graph/edge-codes.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import type { PathTree } from '../../graph/path-tree.js';
import type { SourceIndex } from '../../graph/sources.js';
import { readProperty } from '../../graph/values.js';
import { isCollectionClass } from '../../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import { isEventName, isIdentifier, looksLikeDictionary } from './dictionary-keys.js';
import {
  asTimer,
  type EdgeLabel,
  extend,
  HELD_VALUE,
  type LabelKind,
  LOCAL_VARIABLE,
  named,
  withoutLast,
} from './edge-label.js';
import { ANONYMOUS, functionName } from './function-name.js';
import { fileName, ScopeLabels, type ScopeOwner } from './scope-labels.js';

const PROMISE = '(promise)';
const UNNAMED_OBJECTS = new Set([
  'Object',
  '',
  'Generator',
  'AsyncGenerator',
  'Promise',
  'AsyncFunctionObject',
  'Listener',
  'AsyncContextFrame',
  'PromiseReaction',
  'FinalizationRegistry',
]);

/**
 * Labels of edges, memoised. A container without a name of its own takes it from the edge that leads to it
 * on its shortest retaining path: O(length of that path) for the first edge, O(1) for its siblings.
 */
export class EdgeLabels {
  readonly #graph: HeapGraph;
  readonly #tree: PathTree;
  readonly #sources: SourceIndex;
  readonly #owners = new Map<number, EdgeLabel>();
  readonly #dictionaries = new Map<number, boolean>();
  readonly #scopes: ScopeLabels;
  #extended: { readonly owner: EdgeLabel; readonly part: string; readonly label: EdgeLabel } | null = null;

  constructor(graph: HeapGraph, tree: PathTree, sources: SourceIndex) {
    this.#graph = graph;
    this.#tree = tree;
    this.#sources = sources;
    this.#scopes = new ScopeLabels(graph, sources);
  }

  /** The label of `edge`, which leaves `source`. */
  label(edge: number, source: number): EdgeLabel {
    const graph = this.#graph;
    const code = graph.edgeCode(edge);
    if (code === EdgeCode.handleRoot) return handleLabel(graph, graph.target(edge));
    if (this.#isHandle(source)) return handleLabel(graph, source);
    if (code === EdgeCode.ephemeronValue)
      return this.#extend(this.owner(graph.ephemeronTables.get(edge) ?? source), '{}', 'map');
    if (code === EdgeCode.transientRoot || code === EdgeCode.jobScoped || source === 0)
      return named(rootName(graph, source), 'root', source);
    return asTimer(this.#below(this.owner(source), edge, source));
  }

  /** A running timer, named by the function that it calls. */
  timer(timer: number): EdgeLabel {
    const graph = this.#graph;
    const immediate = graph.follow(timer, EdgeType.property, '_onImmediate');
    const repeats = readProperty(graph, timer, '_repeat');
    const callback = immediate === -1 ? graph.follow(timer, EdgeType.property, '_onTimeout') : immediate;
    const name = callback === -1 ? '' : this.#callName(callback);
    const timed = repeats.kind === 'null' ? 'setTimeout' : 'setInterval';
    const call = immediate === -1 ? timed : 'setImmediate';
    return named(`${call}(${name})`, 'timer', timer);
  }

  /** Whether the registry of a cell is one of Node.js itself: what it holds for an object is that object's matter alone. */
  isCellOfCore(cell: number): boolean {
    const graph = this.#graph;
    const registry = registryOf(graph, cell);
    for (let edge = graph.firstEdges[registry]; edge < graph.firstEdges[registry + 1]; edge += 1) {
      const cleanUp = graph.target(edge);
      if (graph.edgeType(edge) === EdgeType.hidden && graph.nodeType(cleanUp) === NodeType.closure)
        return this.#sources.ofFunction(cleanUp)?.file.startsWith('node:') === true;
    }
    return false;
  }

  /** How `node` is called as the owner of a field. */
  owner(node: number): EdgeLabel {
    const graph = this.#graph;
    const chain: number[] = [];
    let current = node;
    let owner: EdgeLabel | null = null;
    while (owner === null) {
      owner = this.#owners.get(current) ?? this.#ownName(current);
      if (owner !== null) break;
      chain.push(current);
      const edge = this.#namingEdge(current);
      if (edge === -1) {
        chain.pop();
        owner = named(rootName(graph, current), 'root', current);
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
   * The reference that names a node without a name: the last one of its path. But where that leaves another node without a
   * name, or a function's variable, and a module has the node in a variable of its own, then that variable.
   */
  #namingEdge(node: number): number {
    const graph = this.#graph;
    const edge = this.#tree.parentEdge(node);
    if (edge === -1 || containerKind(graph, node) === null) return edge;
    const source = graph.source(edge);
    if (!graph.isContext(source) && this.#ownName(source) !== null) return edge;
    return this.#scopes.moduleVariable(node) ?? edge;
  }

  /** The name that a node has by itself, or null when it takes that of its owner. */
  #ownName(node: number): EdgeLabel | null {
    const graph = this.#graph;
    const name = graph.nodeName(node);
    if (graph.isContext(node)) return this.#scopeName(node);
    switch (graph.nodeType(node)) {
      case NodeType.object:
        if (name.startsWith('system / ')) return null;
        if (name === 'ModuleWrap') return this.#moduleName(node);
        if (name === 'global' || name === 'Window' || name.startsWith('global '))
          return named('globalThis', 'global', node);
        if (UNNAMED_OBJECTS.has(name) || containerKind(graph, node) !== null) return null;
        if (this.#isHandle(node)) return handleLabel(graph, node);
        if (name === 'Timeout') return this.timer(node);
        if (this.#isStandIn(node)) return null;
        return isCollectionClass(name) && this.#hasNamedHolder(node) ? null : named(name, 'field', node);
      case NodeType.closure: {
        // Functions of the engine, such as the `resolve` of a promise, are known by what holds them.
        const call = this.#callName(node);
        return this.#timerOf(node) ?? (call === ANONYMOUS ? null : named(call, 'closure', node));
      }
      case NodeType.synthetic:
      case NodeType.native:
        return named(name, 'root', node);
      default:
        return null;
    }
  }

  /** Whose variables those of a scope are, or null when that cannot be told. */
  scopeOwner(scope: number): ScopeOwner | null {
    return this.#scopes.ownerOf(scope);
  }

  /**
   * A scope is called by the module or function that declares its variables. One without a name takes that of the function
   * by which it is reached; and what the callback of a timer sees, besides its module, is the timer's.
   */
  #scopeName(scope: number): EdgeLabel | null {
    const owner = this.scopeOwner(scope);
    if (owner?.kind === 'module') return { ...named(owner.text, 'closure', owner.closure), owner: '' };
    const closure = this.#closureBefore(scope);
    if (closure !== -1 && (owner === null || this.#timerOf(closure) !== null)) return null;
    if (owner !== null) return named(owner.text, 'closure', closure === -1 ? owner.closure : closure);
    const first = this.#scopes.firstFunction(scope);
    return first === -1 ? null : named(this.#callName(first), 'closure', first);
  }

  /** The function by which the path to a scope comes, or -1. */
  #closureBefore(scope: number): number {
    const graph = this.#graph;
    let current = scope;
    while (current !== -1 && graph.isContext(current)) current = this.#tree.parent(current);
    return current !== -1 && graph.nodeType(current) === NodeType.closure ? current : -1;
  }

  /** An ES module, by its URL. */
  #moduleName(module: number): EdgeLabel {
    const graph = this.#graph;
    const url = graph.follow(module, EdgeType.property, 'url');
    const text = url === -1 ? 'module' : `module ${fileName(graph.nodeName(url))}`;
    return { ...named(text, 'field', module), owner: '' };
  }

  /** Name of a function, or where it was written when it has none. */
  #callName(closure: number): string {
    const name = functionName(this.#graph, closure);
    if (name !== ANONYMOUS) return name;
    const place = this.#sources.ofFunction(closure);
    return place === null ? name : `function at ${place.file.replace(/^.*[/\\]/, '')}:${place.line}`;
  }

  /** The running timer whose callback a function is: it tells more than the function's name. */
  #timerOf(closure: number): EdgeLabel | null {
    const graph = this.#graph;
    const edge = this.#tree.parentEdge(closure);
    if (edge === -1 || graph.edgeType(edge) !== EdgeType.property || graph.edgeName(edge) !== '_onTimeout') return null;
    return this.timer(graph.source(edge));
  }

  /** A native object of Node.js, or the JavaScript object that stands for one: `TCP`, `HTTPParser`. */
  #isHandle(node: number): boolean {
    const graph = this.#graph;
    if (graph.nodeName(node).startsWith('Node / ')) return HANDLE_NAME.test(graph.nodeName(node));
    if (graph.nodeType(node) !== NodeType.object) return false;
    const native = graph.follow(node, EdgeType.internal, 'javascript_to_native');
    return native !== -1 && HANDLE_NAME.test(graph.nodeName(native));
  }

  /**
   * `Object.create(client)`, which V8 calls by the class of `client`: it stands for it, wherever it is kept. What a class
   * has for its instances to inherit from has a `constructor`.
   */
  #isStandIn(node: number): boolean {
    const graph = this.#graph;
    const parent = graph.follow(node, EdgeType.property, '__proto__');
    return (
      parent !== -1 &&
      graph.nodeNames[parent] === graph.nodeNames[node] &&
      graph.follow(parent, EdgeType.property, 'constructor') === -1 &&
      graph.follow(node, EdgeType.property, 'constructor') === -1
    );
  }

  /** Whether a field of some other class holds `node`: then that field names it better than its class does. */
  #hasNamedHolder(node: number): boolean {
    const graph = this.#graph;
    const edge = this.#tree.parentEdge(node);
    if (edge === -1 || graph.edgeType(edge) !== EdgeType.property) return false;
    const holder = graph.source(edge);
    const name = graph.nodeName(holder);
    return (
      graph.nodeType(holder) === NodeType.object &&
      !UNNAMED_OBJECTS.has(name) &&
      name !== graph.nodeName(node) &&
      !name.startsWith('global')
    );
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

  /** Variables of a block hang from their scope by nameless edges; `previous` is the outer scope. */
  #belowContext(owner: EdgeLabel, edge: number, scope: number): EdgeLabel {
    const graph = this.#graph;
    const type = graph.edgeType(edge);
    if (type === EdgeType.context) return this.#extend(owner, `→ ${graph.edgeName(edge)}`, 'closure');
    if (type !== EdgeType.hidden) return owner;
    const variable = this.#scopes.blockVariable(scope, edge);
    if (variable !== null) return this.#extend(owner, `→ ${variable || '(block variable)'}`, 'closure');
    // A slot of one of the engine's own functions: that of a promise's `resolve` is the promise.
    return this.#extend(owner, graph.nodeName(graph.target(edge)) === 'Promise' ? PROMISE : '(inner value)', 'closure');
  }

  #belowObject(owner: EdgeLabel, edge: number, source: number, type: EdgeType): EdgeLabel {
    const graph = this.#graph;
    if (graph.edgeCode(edge) === EdgeCode.ephemeronValue) {
      // Reached through the key, but booked in the table.
      const table = graph.ephemeronTables.get(edge);
      return this.#extend(table === undefined || table === source ? owner : this.owner(table), '{}', 'map');
    }
    switch (type) {
      case EdgeType.element:
        return this.#extend(owner, '[]', 'array');
      case EdgeType.property:
        if (containerKind(graph, source) === 'object') {
          const name = graph.edgeName(edge);
          if (this.#isDictionary(source)) return this.#extend(owner, '{}', 'dictionary');
          if (!isIdentifier(name))
            return isEvent(owner, name)
              ? this.#extend(owner, `['${name}']`, 'field')
              : this.#extend(owner, '{}', 'dictionary');
        }
        if (graph.edgeName(edge) === '__proto__' && this.#isStandIn(source)) return owner;
        return this.#extend(owner, graph.edgeName(edge), 'field');
      case EdgeType.internal:
        switch (graph.edgeName(edge)) {
          case 'table':
            return this.#extend(owner, '{}', containerKind(graph, source) === 'set' ? 'set' : 'map');
          case 'elements':
            return this.#extend(owner, '[]', 'array');
          case 'reactions_or_result':
            // Settled, it holds its value.
            if (graph.nodeName(graph.target(edge)) !== 'system / PromiseReaction') return withoutLast(owner, PROMISE);
            return this.#extend(withoutLast(owner, PROMISE), '(promise reaction)', 'promise');
          default:
            return owner;
        }
      default:
        return owner;
    }
  }

  /** Stores are transparent; an out-of-object property is listed by its owner too, and both get its name. */
  #belowStore(owner: EdgeLabel, edge: number, source: number): EdgeLabel {
    const graph = this.#graph;
    const parentEdge = this.#tree.parentEdge(source);
    if (parentEdge === -1 || graph.edgeType(parentEdge) !== EdgeType.internal) return owner;
    const store = graph.edgeName(parentEdge);
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

  /** A variable of a suspended function, by the function; null when that cannot be told. */
  #localOf(generator: number): EdgeLabel | null {
    const closure = this.#graph.follow(generator, EdgeType.internal, 'function');
    if (closure === -1) return null;
    const name = this.#callName(closure);
    return name === ANONYMOUS ? null : extend(named(name, 'closure', closure), LOCAL_VARIABLE, 'closure');
  }

  /** As {@link extend}: the thousand entries of one collection have one label, and come one after the other. */
  #extend(owner: EdgeLabel, part: string, kind: LabelKind): EdgeLabel {
    const last = this.#extended;
    if (last !== null && last.owner === owner && last.part === part && last.label.kind === kind) return last.label;
    const label = extend(owner, part, kind);
    this.#extended = { owner, part, label };
    return label;
  }

  #isDictionary(node: number): boolean {
    const known = this.#dictionaries.get(node);
    if (known !== undefined) return known;
    const result = looksLikeDictionary(this.#graph, node);
    this.#dictionaries.set(node, result);
    return result;
  }
}

/** The FinalizationRegistry of a cell, which its hidden edge 0 leads to; the cell itself when there is none. */
function registryOf(graph: HeapGraph, cell: number): number {
  for (let edge = graph.firstEdges[cell]; edge < graph.firstEdges[cell + 1]; edge += 1)
    if (graph.edgeType(edge) === EdgeType.hidden && graph.edgeIndex(edge) === 0) return graph.target(edge);
  return cell;
}

function isEvent({ parts }: EdgeLabel, name: string): boolean {
  return parts[parts.length - 1] === '_events' && isEventName(name);
}

function belowClosure(owner: EdgeLabel, type: EdgeType, name: string): EdgeLabel {
  if (type === EdgeType.property) return extend(owner, name, 'field');
  // closure → context: the variable is named by the next edge.
  return name.startsWith('bound_') ? extend(owner, `(${name.replace('bound_', 'bound ')})`, 'closure') : owner;
}

const HANDLE_NAME = /^Node \/ (?!ModuleWrap$).*(Wrap|Parser|Handle|Port)$/;

function handleLabel(graph: HeapGraph, node: number): EdgeLabel {
  const handle = graph
    .nodeName(node)
    .replace('Node / ', '')
    .replace(/Wrap$/, '')
    .replace(/Socket$/, '');
  return named(`open handle (${handle})`, 'handle', node);
}

function rootName(graph: HeapGraph, node: number): string {
  return graph.nodeName(node) || '(root)';
}
