import type { HeapGraph } from '../../graph/heap-graph.js';
import { readNode } from '../../graph/values.js';
import { CONNECTION_HANDLES, SOCKETS } from '../../profiles/node-core.js';
import {
  ledgerRoleOfField,
  meaningOfField,
  type Role,
  roleOfClassName,
  speaksOfWork,
} from '../../profiles/vocabulary.js';
import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../../snapshot/columns.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import { meaningsIn } from './field-meanings.js';
import type { ProfiledClasses } from './profiled-classes.js';

/**
 * The role of an object: by the profiles that know its class, then by the words of its class name, then by its shape, as an
 * object with a socket in a field of its own is a connection, whatever its name.
 */
export class RoleIndex {
  readonly #graph: HeapGraph;
  readonly #byName = new Map<string, Role>();
  readonly #weak = new Set<string>();
  readonly #known: ProfiledClasses;
  /** By index of a name, 1 for a class of sockets: the targets of all fields of all resources are tested. */
  readonly #isSocketClass: Uint8Array;

  constructor(graph: HeapGraph, known: ProfiledClasses) {
    this.#graph = graph;
    this.#known = known;
    this.#isSocketClass = new Uint8Array(graph.strings.count);
    for (const name of SOCKETS) {
      const index = graph.strings.indexOf(name);
      if (index !== -1) this.#isSocketClass[index] = 1;
    }
  }

  /** The role by the class name alone. */
  ofClass(name: string): Role {
    let role = this.#byName.get(name);
    if (role === undefined) {
      const inferred = roleOfClassName(name);
      const known = this.#known.ofClassName(name)?.role ?? null;
      role = known ?? inferred.role;
      if (inferred.weak && known === null) this.#weak.add(name);
      this.#byName.set(name, role);
    }
    return role;
  }

  /** Whether the name says so little that the role counts only together with other evidence. */
  isWeak(name: string): boolean {
    this.ofClass(name);
    return this.#weak.has(name);
  }

  /** The role by profile, by name, then by shape. */
  of(node: number): Role {
    const known = this.#known.of(node)?.role ?? null;
    if (known !== null) return known;
    if (this.#graph.nodeType(node) !== NodeType.object) return 'none';
    const name = this.#graph.nodeName(node);
    if (name.startsWith('system / ')) return 'none';
    if (this.#isSocketClass[this.#graph.nodeNames[node]] === 1) return 'connection';
    const role = this.ofClass(name);
    if (role !== 'none' && !this.isWeak(name)) return role;
    return this.holdsSocket(node) ? 'connection' : role;
  }

  /** Whether a profile recognizes this object, and not only its class, as a pool. */
  isPool(node: number): boolean {
    return node >= 0 && this.#known.of(node)?.role === 'pool';
  }

  /** Whether an object, or the scope of a function, has a collection that is named like a book of idle or leased resources. */
  lends(owner: number): boolean {
    const graph = this.#graph;
    if (owner < 0 || owner >= graph.nodeCount) return false;
    const isFunction = graph.nodeType(owner) === NodeType.closure;
    const holder = isFunction ? graph.follow(owner, EdgeType.internal, 'context') : owner;
    if (holder === -1) return false;
    const wanted = isFunction ? EdgeType.context : EdgeType.property;
    for (let edge = graph.firstEdges[holder]; edge < graph.firstEdges[holder + 1]; edge += 1) {
      if (graph.edgeType(edge) !== wanted || graph.nodeType(graph.target(edge)) !== NodeType.object) continue;
      const role = ledgerRoleOfField(graph.edgeName(edge));
      if (role === 'idle' || role === 'leased') return true;
    }
    return false;
  }

  /** Whether an object, or the scope of a function, has two different books, one of them of idle or leased resources. */
  hasTwoBooks(owner: number): boolean {
    const graph = this.#graph;
    if (owner < 0 || owner >= graph.nodeCount) return false;
    const isFunction = graph.nodeType(owner) === NodeType.closure;
    const holder = isFunction ? graph.follow(owner, EdgeType.internal, 'context') : owner;
    return holder !== -1 && this.#known.fields.booked.has(holder);
  }

  /** Whether a field of `node` is a socket of the Node.js core. */
  holdsSocket(node: number): boolean {
    return this.socketOf(node) !== -1;
  }

  /** The socket that a field of `node` holds, the node itself when it is one, or -1. */
  socketOf(node: number): number {
    const { firstEdges, edgeHeads, nodeNames, nodeTypes } = this.#graph;
    const isSocketClass = this.#isSocketClass;
    if (isSocketClass[nodeNames[node]] === 1) return node;
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end; edge += 1) {
      const head = edgeHeads[edge];
      if ((head & EDGE_TYPE_MASK) !== EdgeType.property) continue;
      const target = head >>> EDGE_TYPE_BITS;
      if (isSocketClass[nodeNames[target]] === 1 && nodeTypes[target] === NodeType.object) return target;
    }
    return -1;
  }

  /** Whether a JavaScript object stands for an open connection of the operating system. */
  isOpenHandle(node: number): boolean {
    const graph = this.#graph;
    if (graph.nodeType(node) !== NodeType.object || !CONNECTION_HANDLES.has(graph.nodeName(node))) return false;
    return graph.findEdge(node, EdgeType.internal, 'javascript_to_native') !== -1;
  }

  /** Whether a socket was accepted by a server of this process: its peer decides how long it stays. */
  isInbound(socket: number): boolean {
    const graph = this.#graph;
    for (let edge = graph.firstEdges[socket]; edge < graph.firstEdges[socket + 1]; edge += 1) {
      if (graph.edgeType(edge) !== EdgeType.property) continue;
      const name = graph.edgeName(edge);
      if ((name === 'server' || name === '_server') && readNode(graph, graph.target(edge)).kind === 'object')
        return true;
    }
    return false;
  }

  /** Whether a connection is working on something right now. */
  isBusy(node: number): boolean {
    const graph = this.#graph;
    for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
      if (graph.edgeType(edge) !== EdgeType.property) continue;
      const target = graph.target(edge);
      if (graph.nodeType(target) === NodeType.object && speaksOfWork(graph.edgeName(edge))) return true;
    }
    return false;
  }

  /** The numeric field that counts the holders of `node`, with its value where captured, or null. */
  refcountOf(node: number): { field: string; value: number | null } | null {
    const graph = this.#graph;
    const known = this.#known.of(node);
    const counting = known?.profile.refcounts?.find((entry) => entry.class === known.key)?.field;
    for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
      if (graph.edgeType(edge) !== EdgeType.property) continue;
      const name = graph.edgeName(edge);
      if (name !== counting && meaningOfField(name) !== 'refcount') continue;
      const value = readNode(graph, graph.target(edge));
      if (value.kind === 'number') return { field: name, value: value.value };
    }
    return null;
  }
}

/** Whether a socket of Node.js has its handle, in `_handle` or under a symbol. Then it is open, whatever its flags say. */
export function hasOpenHandle(graph: HeapGraph, socket: number): boolean {
  const meanings = meaningsIn(graph);
  for (let edge = graph.firstEdges[socket]; edge < graph.firstEdges[socket + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property || meanings.of(graph.edgeNames[edge]) !== 'handle') continue;
    if (readNode(graph, graph.target(edge)).kind === 'object') return true;
  }
  return false;
}
