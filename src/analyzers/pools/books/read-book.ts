import type { Ledger } from '../../../findings/report-schema.js';
import { type ContainerKind, containerKind, forEachEntry } from '../../../graph/collection-entries.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';
import { isCollectionClass, meaningOfField, splitWords } from '../../../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../../../snapshot/kinds.js';
import type { RoleIndex } from '../../objects/roles.js';

/** Maximum levels of plain containers between a book and its entries: `sockets[host][i]`. */
const MAX_NESTING = 2;
/** Names of fields that link a list from its head towards its end. */
const FORWARD_LINKS = new Set(['next', 'below', 'older', 'link', 'nxt']);

/** The contents of a book, whatever kind of collection it is. */
export interface BookContents {
  readonly container: Ledger['container'];
  /** Entries, resources or not: links of a list, elements, values. */
  readonly size: number;
  /** Connections and what wraps them, in order of ordinals. */
  readonly resources: readonly number[];
  /** Other entries: waiters, keys of a table. */
  readonly others: readonly number[];
  /** Resources that are listed more than once by one array or list. */
  readonly repeated: readonly number[];
  /** Ordinals of the collections themselves, the links of a list that are no resources included. */
  readonly stores: readonly number[];
}

interface Draft {
  container: Ledger['container'];
  size: number;
  readonly resources: Set<number>;
  readonly others: Set<number>;
  readonly repeated: Set<number>;
  readonly stores: Set<number>;
}

/**
 * Reads `node` as a book: an array, Map, Set or dictionary, also nested ones (`sockets[host][i]`); a class that is a
 * mere collection, with a ring buffer or a list inside; or the first link of an intrusive list.
 *
 * ```
 *   free ─▶ Array ─▶ Conn            clean ─▶ ConnStack ─top─▶ Pooled ─next─▶ Pooled
 *   _list ─▶ Denque ─_list─▶ Array ─▶ Conn
 * ```
 * @returns null when `node` is nothing of the kind. O(entries).
 */
export function readBook(graph: HeapGraph, node: number, roles: RoleIndex): BookContents | null {
  const kind = collectionKind(graph, node);
  const draft: Draft = {
    container: kind ?? 'linked-list',
    size: 0,
    resources: new Set(),
    others: new Set(),
    repeated: new Set(),
    stores: new Set(),
  };
  if (kind !== null) readCollection(graph, node, kind, roles, draft);
  else if (!isCustomCollection(graph, node) || !readCustomCollection(graph, node, roles, draft)) {
    if (!hasForwardLink(graph, node)) return null;
    walkList(graph, node, roles, draft);
  }
  return {
    container: draft.container,
    size: draft.size,
    resources: sorted(draft.resources),
    others: sorted(draft.others),
    repeated: sorted(draft.repeated),
    stores: sorted(draft.stores),
  };
}

function collectionKind(graph: HeapGraph, node: number): Exclude<ContainerKind, 'weak'> | null {
  const kind = containerKind(graph, node);
  return kind === 'weak' ? null : kind;
}

/** Whether a class name means a collection. */
function isCustomCollection(graph: HeapGraph, node: number): boolean {
  return graph.nodeType(node) === NodeType.object && isCollectionClass(graph.nodeName(node));
}

/** Ring buffers (`Denque._list`) and list heads (`ConnStack.top`, `Deque._head`). */
function readCustomCollection(graph: HeapGraph, node: number, roles: RoleIndex, draft: Draft): boolean {
  let isCollection = false;
  draft.stores.add(node);
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property || graph.edgeName(edge) === '__proto__') continue;
    const target = graph.target(edge);
    const kind = collectionKind(graph, target);
    if (kind !== null && kind !== 'object') {
      draft.container = kind === 'array' ? 'ring-buffer' : kind;
      readCollection(graph, target, kind, roles, draft);
      isCollection = true;
    } else if (isCustomCollection(graph, target) && graph.nodeName(target) !== graph.nodeName(node)) {
      // A deque around a list: `Deque._list → DoublyLinkedList.head`.
      if (!draft.stores.has(target)) isCollection = readCustomCollection(graph, target, roles, draft) || isCollection;
    } else if (graph.nodeType(target) === NodeType.object && hasForwardLink(graph, target)) {
      walkList(graph, target, roles, draft);
      isCollection = true;
    } else if (meaningOfField(graph.edgeName(edge)) === 'link' || graph.edgeName(edge) === 'top') {
      // `head: null`: an empty list.
      isCollection = true;
    }
  }
  return isCollection;
}

function readCollection(
  graph: HeapGraph,
  container: number,
  containerKindOfIt: Exclude<ContainerKind, 'weak'>,
  roles: RoleIndex,
  draft: Draft,
): void {
  const queue = [{ node: container, kind: containerKindOfIt, depth: 0 }];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { depth, kind } = next;
    if (draft.stores.has(next.node)) continue;
    draft.stores.add(next.node);
    const listed = new Set<number>();
    forEachEntry(graph, next.node, kind, (edge) => {
      const target = graph.target(edge);
      if (graph.nodeType(target) === NodeType.closure) {
        if (kind === 'array' || kind === 'set') count(draft, target);
        return;
      }
      if (graph.nodeType(target) !== NodeType.object) return;
      const role = roles.of(target);
      if (role === 'connection' || role === 'lease') {
        if (kind === 'array' && listed.has(target)) draft.repeated.add(target);
        listed.add(target);
        draft.resources.add(target);
        draft.size += 1;
        return;
      }
      const nested = role === 'none' ? collectionKind(graph, target) : null;
      if (nested !== null && depth < MAX_NESTING) queue.push({ node: target, kind: nested, depth: depth + 1 });
      else if (isCustomCollection(graph, target) && depth < MAX_NESTING)
        readCustomCollection(graph, target, roles, draft);
      else count(draft, target);
    });
  }
}

function count(draft: Draft, entry: number): void {
  draft.others.add(entry);
  draft.size += 1;
}

/** Reads the links of a list and their payloads, in one direction; a ring ends where it began. */
function walkList(graph: HeapGraph, head: number, roles: RoleIndex, draft: Draft): void {
  const seen = new Set<number>();
  for (let link = head; link !== -1 && !seen.has(link); link = nextLink(graph, link)) {
    seen.add(link);
    if (draft.resources.has(link) || draft.stores.has(link)) continue;
    const role = roles.of(link);
    if (role === 'connection' || role === 'lease') {
      draft.resources.add(link);
      draft.size += 1;
      continue;
    }
    draft.stores.add(link);
    const payload = payloadOf(graph, link);
    if (payload === -1) continue;
    const carried = roles.of(payload);
    if (carried === 'connection' || carried === 'lease') {
      if (draft.resources.has(payload)) draft.repeated.add(payload);
      draft.resources.add(payload);
      draft.size += 1;
    } else {
      count(draft, payload);
    }
  }
}

/** The one object that a link of a list carries, or -1 for the sentinel of a ring. */
function payloadOf(graph: HeapGraph, link: number): number {
  for (let edge = graph.firstEdges[link]; edge < graph.firstEdges[link + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property) continue;
    const name = graph.edgeName(edge);
    const target = graph.target(edge);
    if (name === '__proto__' || meaningOfField(name) === 'link' || target === link) continue;
    if (graph.isObject(target) && graph.nodeName(target) !== graph.nodeName(link) && !isCustomCollection(graph, target))
      return target;
  }
  return -1;
}

function nextLink(graph: HeapGraph, link: number): number {
  for (let edge = graph.firstEdges[link]; edge < graph.firstEdges[link + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property || !isForward(graph.edgeName(edge))) continue;
    const target = graph.target(edge);
    if (graph.nodeType(target) === NodeType.object && graph.nodeNames[target] === graph.nodeNames[link]) return target;
  }
  return -1;
}

/** A link field that leads to another of the same class or ends the list with null. */
function hasForwardLink(graph: HeapGraph, node: number): boolean {
  if (graph.nodeType(node) !== NodeType.object || graph.nodeName(node).startsWith('system / ')) return false;
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property || !isForward(graph.edgeName(edge))) continue;
    const target = graph.target(edge);
    return graph.nodeNames[target] === graph.nodeNames[node] || graph.nodeType(target) === NodeType.hidden;
  }
  return false;
}

function isForward(field: string): boolean {
  return meaningOfField(field) === 'link' && splitWords(field).some((word) => FORWARD_LINKS.has(word));
}

function sorted(nodes: ReadonlySet<number>): number[] {
  return [...nodes].sort((a, b) => a - b);
}
