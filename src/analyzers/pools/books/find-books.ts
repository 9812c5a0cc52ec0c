import type { Ledger } from '../../../findings/report-schema.js';
import { BitSet } from '../../../graph/bit-set.js';
import { containerKind } from '../../../graph/containers.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';
import { readNode } from '../../../graph/values.js';
import { isCollectionClass } from '../../../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../../../snapshot/kinds.js';
import { roleOfBook } from '../../objects/field-census.js';
import type { ProfiledClass, ProfiledClasses } from '../../objects/profiled-classes.js';
import type { RoleIndex } from '../../objects/roles.js';
import { toldCounters } from '../figures.js';
import { openBook } from './contents.js';
import type { Book, PoolBooks } from './pool-books.js';
import { ProfiledBooks } from './profiled-books.js';

/** Numbers that every event emitter has: they count listeners. */
const EMITTER_FIELDS = new Set(['_eventsCount', '_maxListeners']);
const NO_BOOKS = new Set(['__proto__', '_events', 'constructor', 'prototype']);

/**
 * Every pool of a snapshot with its books: objects whose class's name or profile says so, objects of any
 * class with an idle or leased book of connections beside another book, and scopes of functions with the same
 * among their variables. In order of ordinals.
 *
 * @param isReached what to look at; garbage has no books
 * @param withEmpty whether pools by name count that have nothing in their books
 */
export function findPoolBooks(
  graph: HeapGraph,
  roles: RoleIndex,
  known: ProfiledClasses,
  isReached: (node: number) => boolean = () => true,
  withEmpty = false,
): PoolBooks[] {
  const profiled = new ProfiledBooks(graph, known, roles);
  const { booked } = known.fields;
  const isNamed = new BitSet(graph.nodeCount);
  for (const name of graph.classes.names)
    if (roles.ofClass(graph.nameAt(name)) === 'pool')
      for (const node of graph.classes.objectsOf(name)) isNamed.add(node);
  // Nearly all objects are passed over by what the names of their class and fields say.
  const candidates = booked.copy().or(isNamed);
  known.addTo(candidates);
  const pools: PoolBooks[] = [];
  candidates.forEach((node) => {
    const own = known.of(node);
    if (own?.pool != null && own.profile.library !== undefined) {
      if (isReached(node) && !graph.isContext(node)) pools.push(profiledPool(graph, node, null, own, profiled));
      return;
    }
    const isPool = isNamed.has(node) || own?.pool != null;
    if ((!isPool && (!booked.has(node) || graph.isContext(node))) || !isReached(node)) return;
    const books = own?.pool == null ? [] : profiled.read(node, own.profile, own.pool);
    const told = new Set(books.map((book) => book.field));
    books.push(
      ...readBooks(graph, node, EdgeType.property, roles).filter(
        ({ field }) => !told.has(field) && !told.has(field.split('.')[0]),
      ),
    );
    if (isPool) books.push(...ownVariables(graph, node, roles));
    if (!isPool && !isPoolByShape(graph, books, roles)) return;
    if (!withEmpty && !books.some((book) => book.resources.length > 0)) return;
    pools.push({ node, scopeOf: null, books, counters: readCounters(graph, node), known: own });
  });
  const taken = new Set(pools.flatMap((pool) => pool.books.flatMap((book) => book.stores)));
  return [...pools, ...findScopes(graph, roles, known, profiled, isReached, taken)];
}

/** Scopes of functions whose variables are books. What no function runs in is garbage, or not of the program. */
function findScopes(
  graph: HeapGraph,
  roles: RoleIndex,
  known: ProfiledClasses,
  profiled: ProfiledBooks,
  isReached: (node: number) => boolean,
  taken: ReadonlySet<number>,
): PoolBooks[] {
  const books = new Map<number, Book[]>();
  known.fields.booked.forEach((scope) => {
    if (!graph.isContext(scope) || !isReached(scope) || known.of(scope)?.pool != null) return;
    const own = readBooks(graph, scope, EdgeType.context, roles);
    const isTaken = own.some((book) => book.stores.some((store) => taken.has(store)));
    if (isPoolByShape(graph, own, roles) && !isTaken) books.set(scope, own);
  });
  for (const [scope, { pool }] of known.shaped())
    if (pool !== null && graph.isContext(scope) && isReached(scope)) books.set(scope, []);
  const closures = closuresIn(graph, books);
  return [...books]
    .sort(([a], [b]) => a - b)
    .flatMap(([scope, own]) => {
      const closure = closures.get(scope);
      if (closure === undefined) return [];
      const profile = known.of(scope);
      if (profile?.pool != null) return profiledPool(graph, scope, closure, profile, profiled);
      return { node: scope, scopeOf: closure, books: own, counters: readCounters(graph, scope), known: null };
    });
}

/** The first function that runs in each of some scopes. O(nodes + edges), only when there are any. */
function closuresIn(
  graph: HeapGraph,
  scopes: { readonly size: number; has(scope: number): boolean },
): Map<number, number> {
  const closures = new Map<number, number>();
  if (scopes.size === 0) return closures;
  const context = graph.strings.indexOf('context');
  for (let node = 0; node < graph.nodeCount; node += 1) {
    if (graph.nodeTypes[node] !== NodeType.closure) continue;
    const edge = graph.findEdgeAt(node, EdgeType.internal, context);
    const scope = edge === -1 ? -1 : graph.target(edge);
    if (scopes.has(scope) && !closures.has(scope)) closures.set(scope, node);
  }
  return closures;
}

/** A pool of a library that a profile knows: its books are where the profile says, and nowhere else. */
function profiledPool(
  graph: HeapGraph,
  node: number,
  scopeOf: number | null,
  known: ProfiledClass,
  profiled: ProfiledBooks,
): PoolBooks {
  const books = known.pool === null ? [] : profiled.read(node, known.profile, known.pool);
  const counters = known.pool === null ? [] : toldCounters(graph, node, known.pool);
  return { node, scopeOf, books, counters, known };
}

function readBooks(graph: HeapGraph, node: number, type: EdgeType, roles: RoleIndex): Book[] {
  const books: Book[] = [];
  const seen = new Set<number>();
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
    if (graph.edgeType(edge) !== type) continue;
    const field = graph.edgeName(edge);
    const target = graph.target(edge);
    if (NO_BOOKS.has(field) || target === node || seen.has(target) || !graph.isObject(target)) continue;
    seen.add(target);
    const said = roleOfBook(field);
    const className = graph.nodeName(target);
    const role = said === 'unknown' && isCollectionClass(className) ? roleOfBook(className) : said;
    const contents = openBook(graph, target, roles);
    if (contents === null) books.push(...booksWithin(graph, field, target, said, roles));
    if (contents === null || (contents.resources.length === 0 && role === 'unknown')) continue;
    // A record that happens to refer to a connection is no book.
    if (role === 'unknown' && contents.container === 'object') continue;
    // One connection in a field, which has a `next` of its own, is a list only where the field speaks of one.
    if (role === 'unknown' && contents.container === 'linked-list' && !isCollectionClass(className)) continue;
    books.push({ field, role, ...contents });
  }
  return books;
}

/** `active ─▶ Numbered ─entries─▶ Map`: a helper of the pool's own that keeps the book for it. */
function booksWithin(graph: HeapGraph, field: string, helper: number, said: Ledger['role'], roles: RoleIndex): Book[] {
  const books: Book[] = [];
  if (roles.of(helper) !== 'none' || containerKind(graph, helper) !== null) return books;
  for (let edge = graph.firstEdges[helper]; edge < graph.firstEdges[helper + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property) continue;
    const inner = graph.edgeName(edge);
    const role = said === 'unknown' ? roleOfBook(inner) : said;
    if (NO_BOOKS.has(inner) || role === 'unknown' || containerKind(graph, graph.target(edge)) === null) continue;
    const contents = openBook(graph, graph.target(edge), roles);
    if (contents === null || contents.resources.length === 0 || contents.container === 'object') continue;
    books.push({ field: `${field}.${inner}`, role, ...contents });
  }
  return books;
}

/** `function Pool() { const idle = []; this.acquire = () => idle.pop() }`: the books are variables of its methods. */
function ownVariables(graph: HeapGraph, pool: number, roles: RoleIndex): Book[] {
  const books: Book[] = [];
  const scopes = new Set<number>();
  for (let edge = graph.firstEdges[pool]; edge < graph.firstEdges[pool + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property || graph.nodeType(graph.target(edge)) !== NodeType.closure) continue;
    const scope = graph.follow(graph.target(edge), EdgeType.internal, 'context');
    if (scope === -1 || scopes.has(scope) || !isOwnScope(graph, scope, pool)) continue;
    scopes.add(scope);
    books.push(...readBooks(graph, scope, EdgeType.context, roles).filter(({ role }) => role !== 'unknown'));
  }
  return books;
}

/** Scope of a constructor: some variable, or `this`, is the pool itself. */
function isOwnScope(graph: HeapGraph, scope: number, pool: number): boolean {
  for (let edge = graph.firstEdges[scope]; edge < graph.firstEdges[scope + 1]; edge += 1)
    if (graph.edgeType(edge) === EdgeType.context && graph.target(edge) === pool) return true;
  return false;
}

/** Connections in a book of what is idle or lent, and another book beside it. */
function isPoolByShape(graph: HeapGraph, books: readonly Book[], roles: RoleIndex): boolean {
  const telling = books.some(
    (book) =>
      (book.role === 'idle' || book.role === 'leased') &&
      book.resources.some((node) => roles.of(node) === 'connection' || !roles.isWeak(graph.nodeName(node))),
  );
  return telling && new Set(books.map((book) => book.role).filter((role) => role !== 'unknown')).size >= 2;
}

function readCounters(graph: HeapGraph, pool: number): { field: string; value: number }[] {
  const counters: { field: string; value: number }[] = [];
  for (let edge = graph.firstEdges[pool]; edge < graph.firstEdges[pool + 1]; edge += 1) {
    const type = graph.edgeType(edge);
    if (type !== EdgeType.property && type !== EdgeType.context) continue;
    const field = graph.edgeName(edge);
    const value = EMITTER_FIELDS.has(field) ? null : readNode(graph, graph.target(edge));
    if (value?.kind === 'number' && value.value !== null && Number.isFinite(value.value))
      counters.push({ field, value: value.value });
  }
  return counters;
}
