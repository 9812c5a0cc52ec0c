import { immediateCallback, isTimeoutCall, repeats, timeoutCallback } from '../../graph/active-timers.js';
import { containerKind } from '../../graph/collection-entries.js';
import type { HeapGraph } from '../../graph/heap-graph.js';
import type { PathTree } from '../../graph/path-tree.js';
import type { SourceIndex } from '../../graph/script-places.js';
import { CALLED_BY_HOLDER } from '../../profiles/node-core.js';
import { isCollectionClass } from '../../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import { ANONYMOUS, functionName, unwrap } from './closure-name.js';
import { type EdgeLabel, startLabel } from './edge-label.js';
import type { FunctionOwner, LabelOwner } from './label-parts.js';
import { fileName, type ScopeOwners } from './scope-owners.js';

const HANDLE_NAME = /^Node \/ (?!ModuleWrap$).*(Wrap|Parser|Handle|Port)$/;
const GLOBAL: LabelOwner = { kind: 'global' };

/** Which nodes have a name by themselves, from which labels start: classes, functions, modules, timers, handles and roots. */
export class OwnNames {
  readonly #graph: HeapGraph;
  readonly #tree: PathTree;
  readonly #sources: SourceIndex;
  readonly #scopes: ScopeOwners;
  /** Owners by the index of their class's name: a heap has many objects of one class. */
  readonly #classes = new Map<number, LabelOwner>();

  constructor(graph: HeapGraph, tree: PathTree, sources: SourceIndex, scopes: ScopeOwners) {
    this.#graph = graph;
    this.#tree = tree;
    this.#sources = sources;
    this.#scopes = scopes;
  }

  /** The label that starts from a node, or null when the node takes the name of its owner. */
  of(node: number): EdgeLabel | null {
    const graph = this.#graph;
    if (graph.isContext(node)) return this.#ofScope(node);
    switch (graph.nodeType(node)) {
      case NodeType.object:
        return this.#ofObject(node);
      case NodeType.closure:
        return this.#ofFunction(node);
      case NodeType.synthetic:
      case NodeType.native:
        return startLabel({ kind: 'root', name: graph.nodeName(node) }, 'root', node);
      default:
        return null;
    }
  }

  /** A node as a root. */
  root(node: number): EdgeLabel {
    return startLabel({ kind: 'root', name: this.#graph.nodeName(node) || '(root)' }, 'root', node);
  }

  /** A timer, named by the function that it calls. */
  timer(timer: number): EdgeLabel {
    const graph = this.#graph;
    const immediate = immediateCallback(graph, timer);
    const called = immediate === -1 ? timeoutCallback(graph, timer) : immediate;
    const timed = repeats(graph, timer) ? 'setInterval' : 'setTimeout';
    const call = immediate === -1 ? timed : 'setImmediate';
    const callback = called === -1 ? null : this.functionOwner(called);
    return startLabel({ kind: 'timer', call, callback }, 'timer', timer);
  }

  /** A handle, without the prefix that all of their names have. */
  handle(node: number): EdgeLabel {
    const name = this.#graph
      .nodeName(node)
      .replace('Node / ', '')
      .replace(/Wrap$/, '')
      .replace(/Socket$/, '');
    return startLabel({ kind: 'handle', name }, 'handle', node);
  }

  /** Whether a node is a native object of Node.js, or the JavaScript object that stands for one: `TCP`, `HTTPParser`. */
  isHandle(node: number): boolean {
    const graph = this.#graph;
    if (graph.nodeName(node).startsWith('Node / ')) return HANDLE_NAME.test(graph.nodeName(node));
    if (graph.nodeType(node) !== NodeType.object) return false;
    const native = graph.follow(node, EdgeType.internal, 'javascript_to_native');
    return native !== -1 && HANDLE_NAME.test(graph.nodeName(native));
  }

  /**
   * Whether a node was made by `Object.create(client)`, and V8 gives it the class name of `client`. The prototype of a class is
   * no such object, as it has a `constructor`.
   */
  isStandIn(node: number): boolean {
    const graph = this.#graph;
    const parent = graph.follow(node, EdgeType.property, '__proto__');
    return (
      parent !== -1 &&
      graph.nodeNames[parent] === graph.nodeNames[node] &&
      graph.follow(parent, EdgeType.property, 'constructor') === -1 &&
      graph.follow(node, EdgeType.property, 'constructor') === -1
    );
  }

  /** A function as an owner: by its name, or by its place in the source when it has none. */
  functionOwner(closure: number): FunctionOwner {
    const name = functionName(this.#graph, closure);
    if (name !== ANONYMOUS) return { kind: 'function', name };
    const place = this.#sources.ofFunction(unwrap(this.#graph, closure));
    return {
      kind: 'unnamed-function',
      place: place === null ? null : { file: place.file.replace(/^.*[/\\]/, ''), line: place.line },
    };
  }

  #ofObject(node: number): EdgeLabel | null {
    const graph = this.#graph;
    const name = graph.nodeName(node);
    if (name.startsWith('system / ')) return null;
    if (name === 'ModuleWrap') return this.#ofModule(node);
    if (name === 'global' || name === 'Window' || name.startsWith('global ')) return startLabel(GLOBAL, 'global', node);
    if (CALLED_BY_HOLDER.has(name) || containerKind(graph, node) !== null) return null;
    if (this.isHandle(node)) return this.handle(node);
    if (name === 'Timeout') return this.timer(node);
    if (this.isStandIn(node)) return null;
    if (isCollectionClass(name) && this.#hasNamedHolder(node)) return null;
    return startLabel(this.#classOwner(node), 'field', node);
  }

  #classOwner(node: number): LabelOwner {
    const name = this.#graph.nodeNames[node];
    let owner = this.#classes.get(name);
    if (owner === undefined) {
      owner = { kind: 'class', name: this.#graph.nodeName(node) };
      this.#classes.set(name, owner);
    }
    return owner;
  }

  /** A function of the program. Built-in functions, such as the `resolve` of a promise, are named after their holders. */
  #ofFunction(closure: number): EdgeLabel | null {
    const timer = this.#timerThatCalls(closure);
    if (timer !== null) return timer;
    const owner = this.functionOwner(closure);
    return owner.kind === 'unnamed-function' && owner.place === null ? null : startLabel(owner, 'closure', closure);
  }

  /**
   * A scope is named after the module or function that declares its variables, or else after the function through which it is
   * reached. A scope that the callback of a timer uses, other than its module's, is named after the timer.
   */
  #ofScope(scope: number): EdgeLabel | null {
    const declared = this.#scopes.ownerOf(scope);
    if (declared?.kind === 'module')
      return startLabel({ kind: 'module', file: fileName(declared.file) }, 'closure', declared.closure);
    const closure = this.#closureBefore(scope);
    if (closure !== -1 && (declared === null || this.#timerThatCalls(closure) !== null)) return null;
    if (declared !== null) {
      const owner: LabelOwner = { kind: 'function', name: declared.name };
      return startLabel(owner, 'closure', closure === -1 ? declared.closure : closure);
    }
    const first = this.#scopes.firstFunction(scope);
    return first === -1 ? null : startLabel(this.functionOwner(first), 'closure', first);
  }

  /** The function through which the path to a scope leads, or -1. */
  #closureBefore(scope: number): number {
    const graph = this.#graph;
    let current = scope;
    while (current !== -1 && graph.isContext(current)) current = this.#tree.parent(current);
    return current !== -1 && graph.nodeType(current) === NodeType.closure ? current : -1;
  }

  /** An ES module, by its URL. */
  #ofModule(module: number): EdgeLabel {
    const graph = this.#graph;
    const url = graph.follow(module, EdgeType.property, 'url');
    const file = url === -1 ? '' : fileName(graph.nodeName(url));
    return startLabel({ kind: 'module', file }, 'field', module);
  }

  /** A label of the Timeout whose callback a function is, which is more precise than the function's name. */
  #timerThatCalls(closure: number): EdgeLabel | null {
    const edge = this.#tree.parentEdge(closure);
    return edge === -1 || !isTimeoutCall(this.#graph, edge) ? null : this.timer(this.#graph.source(edge));
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
      !CALLED_BY_HOLDER.has(name) &&
      name !== graph.nodeName(node) &&
      !name.startsWith('global')
    );
  }
}
