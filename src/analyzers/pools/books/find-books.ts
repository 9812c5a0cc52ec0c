import type { Ledger } from '../../../findings/report-schema.js';
import { BitSet } from '../../../graph/bit-set.js';
import { containerKind } from '../../../graph/collection-entries.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';
import { readNode } from '../../../graph/values.js';
import { isCollectionClass } from '../../../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../../../snapshot/kinds.js';
import { roleOfBook } from '../../objects/field-census.js';
import type { ProfiledClass, ProfiledClasses } from '../../objects/profiled-classes.js';
import type { RoleIndex } from '../../objects/roles.js';
import { profiledCounters } from '../figures.js';
import type { Book, PoolBooks } from './pool-books.js';
import { ProfiledBooks } from './profiled-books.js';
import { readBook } from './read-book.js';

/** Numeric fields of every event emitter; they concern listeners. */
const EMITTER_FIELDS = new Set(['_eventsCount', '_maxListeners']);
const NO_BOOKS = new Set(['__proto__', '_events', 'constructor', 'prototype']);

/**
 * Finds every pool of a snapshot with its books: objects whose class name or profile says so, objects of any class with
 * an idle or leased book of connections beside another book, and function scopes with such books as variables. In order
 * of ordinals.
 *
 * @param isReached filters nodes; garbage has no books
 * @param withEmpty whether to include pools found by name whose books are empty
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
  // The names of classes and fields exclude nearly all objects.
  const candidates = booked.copy().or(isNamed);
  known.addTo(candidates);
  const pools: PoolBooks[] = [];
  candidates.forEach((node) => {
    if (graph.isContext(node) || !isReached(node)) return;
    const own = known.of(node);
    if (own?.pool != null && own.profile.library !== undefined) {
      pools.push(profiledPool(graph, node, null, own, profiled));
      return;
    }
    const isPool = isNamed.has(node) || own?.pool != null;
    if (!isPool && !booked.has(node)) return;
    const books = own?.pool == null ? [] : profiled.read(node, own.profile, own.pool);
    const knownFields = new Set(books.map((book) => book.field));
    books.push(
      ...readBooks(graph, node, EdgeType.property, roles).filter(
        ({ field }) => !knownFields.has(field) && !knownFields.has(field.split('.')[0]),
      ),
    );
    const read = new Set(books.flatMap(({ stores }) => stores));
    if (isPool)
      books.push(...ownVariables(graph, node, roles).filter(({ stores }) => !stores.some((store) => read.has(store))));
    if (!isPool && !isPoolByShape(graph, books, roles)) return;
    if (!withEmpty && !books.some((book) => book.resources.length > 0)) return;
    pools.push({ node, scopeOf: null, books, counters: readCounters(graph, node), known: own });
  });
  const taken = new Set(pools.flatMap((pool) => pool.books.flatMap((book) => book.stores)));
  return [...pools, ...findScopes(graph, roles, known, profiled, isReached, taken)];
}

/** Finds function scopes whose variables are books. A scope without a function is garbage or not of the program. */
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

/** The first closure of each scope. O(nodes + edges), only when there are any. */
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

/** A pool of a library with a profile: only the books that the profile names count. */
function profiledPool(
  graph: HeapGraph,
  node: number,
  scopeOf: number | null,
  known: ProfiledClass,
  profiled: ProfiledBooks,
): PoolBooks {
  const books = known.pool === null ? [] : profiled.read(node, known.profile, known.pool);
  const counters = known.pool === null ? [] : profiledCounters(graph, node, known.pool);
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
    const contents = readBook(graph, target, roles);
    if (contents === null) books.push(...booksWithin(graph, field, target, said, roles));
    if (contents === null || (contents.resources.length === 0 && role === 'unknown')) continue;
    // A record that refers to a connection is not a book.
    if (role === 'unknown' && contents.container === 'object') continue;
    // A connection with a `next` field of its own counts as a list only if the name of the pool's field means one.
    if (role === 'unknown' && contents.container === 'linked-list' && !isCollectionClass(className)) continue;
    books.push({ field, role, ...contents });
  }
  return books;
}

/** `active ─▶ Numbered ─entries─▶ Map`: books inside a helper object of the pool. */
function booksWithin(graph: HeapGraph, field: string, helper: number, said: Ledger['role'], roles: RoleIndex): Book[] {
  const books: Book[] = [];
  if (roles.of(helper) !== 'none' || containerKind(graph, helper) !== null) return books;
  for (let edge = graph.firstEdges[helper]; edge < graph.firstEdges[helper + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property) continue;
    const inner = graph.edgeName(edge);
    const role = said === 'unknown' ? roleOfBook(inner) : said;
    if (NO_BOOKS.has(inner) || role === 'unknown' || containerKind(graph, graph.target(edge)) === null) continue;
    const contents = readBook(graph, graph.target(edge), roles);
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

/** Whether a scope is that of the pool's constructor: a variable, or `this`, is the pool itself. */
function isOwnScope(graph: HeapGraph, scope: number, pool: number): boolean {
  for (let edge = graph.firstEdges[scope]; edge < graph.firstEdges[scope + 1]; edge += 1)
    if (graph.edgeType(edge) === EdgeType.context && graph.target(edge) === pool) return true;
  return false;
}

/** Whether the books make an object a pool: an idle or leased book with connections, and another book beside it. */
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
