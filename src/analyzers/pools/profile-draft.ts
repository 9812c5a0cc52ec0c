import type { HeapGraph } from '../../graph/heap-graph.js';
import { readNode } from '../../graph/values.js';
import type { Profile, ProfileLedger, ProfilePool } from '../../profiles/profile-schema.js';
import { meaningOfField } from '../../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import { followPath, splitPath } from '../objects/field-path.js';
import type { HeapView } from '../objects/heap-view.js';
import { findPoolBooks } from './books/find-books.js';
import { type Book, type PoolBooks, poolName } from './books/pool-books.js';
import { groupUnits } from './books/pool-units.js';
import { findMaximum } from './maximum.js';

type Classes = NonNullable<Profile['classes']>;
type Rule = NonNullable<Profile['deadWhen']>[number];

/** Maximum number of fields to recognize a class by; more would tie the profile to one version of the library. */
const MOST_FIELDS = 6;
const BORING_FIELDS = new Set(['__proto__', '_events', '_eventsCount', '_maxListeners', 'domain', 'constructor']);
const IDENTIFIER = /^#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

interface Draft {
  readonly classes: Classes;
  readonly connections: Set<string>;
  readonly wrappers: Set<string>;
  readonly waiters: Set<string>;
  readonly pools: ProfilePool[];
  readonly deadWhen: Map<string, Rule>;
  readonly refcounts: Map<string, { class: string; field: string }>;
  readonly links: Map<string, { class: string; field: string }>;
}

/**
 * Drafts a profile from one snapshot: the pools that no library profile covers, their resources, the fields that
 * identify their classes, and fields that seem to prove death. Null when nothing was found. O(nodes + edges).
 */
export function draftProfile(view: HeapView, name: string): Profile | null {
  const { graph, tree, roles, known } = view;
  const pools = findPoolBooks(graph, roles, known, (node) => tree.isReached(node)).filter(
    ({ known: own }) => own?.pool == null,
  );
  const draft: Draft = {
    classes: {},
    connections: new Set(),
    wrappers: new Set(),
    waiters: new Set(),
    pools: [],
    deadWhen: new Map(),
    refcounts: new Map(),
    links: new Map(),
  };
  for (const alike of groupAlike(graph, pools)) addPool(view, draft, alike);
  if (draft.pools.length === 0) return null;
  const list = (names: ReadonlySet<string>) => [...names].sort();
  return {
    name,
    classes: draft.classes,
    connections: list(draft.connections),
    ...(draft.wrappers.size === 0 ? {} : { wrappers: list(draft.wrappers) }),
    ...(draft.waiters.size === 0 ? {} : { waiters: list(draft.waiters) }),
    pools: draft.pools,
    ...(draft.deadWhen.size === 0 ? {} : { deadWhen: [...draft.deadWhen.values()] }),
    ...(draft.refcounts.size === 0 ? {} : { refcounts: [...draft.refcounts.values()] }),
    ...(draft.links.size === 0 ? {} : { links: [...draft.links.values()] }),
  };
}

/** Pools of one class that book in the same fields: one entry of the draft is to fit all of them. */
function groupAlike(graph: HeapGraph, pools: readonly PoolBooks[]): PoolBooks[][] {
  const groups = new Map<string, PoolBooks[]>();
  for (const pool of pools) {
    const kind = JSON.stringify([poolName(graph, pool), pool.scopeOf !== null, listLedgers(graph, pool)]);
    groups.set(kind, [...(groups.get(kind) ?? []), pool]);
  }
  return [...groups.values()];
}

function addPool({ graph, roles, known }: HeapView, draft: Draft, pools: readonly PoolBooks[]): void {
  const [pool] = pools;
  const ledgers = listLedgers(graph, pool);
  if (ledgers.length === 0) return;
  const first = new Set(ledgers.map(({ field = '' }) => splitPath(field)[0]));
  const key = addClass(
    graph,
    draft,
    pools.map(({ node }) => node),
    { first, scopeOf: pool.scopeOf },
  );
  if (key === null) return;
  const maximum = findMaximum(graph, pool);
  draft.pools.push({ class: key, ledgers, ...(maximum === null ? {} : { maximum: maximum.field }) });
  const byClass = new Map<string, Set<number>>();
  for (const node of pools.flatMap((each) => [...groupUnits(graph, each).unitOf.keys()])) {
    // A draft must not override what a library's profile says about its own class.
    if (known.of(node) !== null) continue;
    const name = graph.nodeName(node);
    byClass.set(name, (byClass.get(name) ?? new Set()).add(node));
  }
  for (const nodes of byClass.values()) {
    const [node] = nodes;
    const own = addClass(graph, draft, [...nodes]);
    if (own === null) continue;
    (roles.of(node) === 'connection' ? draft.connections : draft.wrappers).add(own);
    for (const each of nodes) addFacts(graph, draft, own, each);
  }
  for (const waiter of pools
    .flatMap(({ books }) => books)
    .flatMap(({ role, others }) => (role === 'pending' ? others : []))) {
    if (graph.nodeType(waiter) !== NodeType.object || graph.nodeName(waiter) === 'Object') continue;
    const own = addClass(graph, draft, [waiter]);
    if (own !== null) draft.waiters.add(own);
  }
}

/** The books of a pool as a profile writes them. If nothing tells the role of any, each is taken to list all resources. */
function listLedgers(graph: HeapGraph, pool: PoolBooks): ProfileLedger[] {
  const told = pool.books.filter((book) => book.role !== 'unknown');
  return (told.length === 0 ? pool.books : told).map((book) => ({
    field: pathOfBook(graph, pool, book),
    role: book.role === 'unknown' ? 'all' : book.role,
  }));
}

/** `acquire.idle`: a book that is a variable of the pool's methods is reached through one of them. */
function pathOfBook(graph: HeapGraph, { node }: PoolBooks, { field, stores }: Book): string {
  const isReached = (path: string) => followPath(graph, node, path).some((target) => stores.includes(target));
  if (stores.length === 0 || isReached(field)) return field;
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property || graph.nodeType(graph.target(edge)) !== NodeType.closure) continue;
    const path = `${graph.edgeName(edge)}.${field}`;
    if (isReached(path)) return path;
  }
  return field;
}

interface ClassOptions {
  /** Fields that should identify the class in preference to others. */
  readonly first?: ReadonlySet<string>;
  /** Function whose scope it is, or null for an object. */
  readonly scopeOf?: number | null;
}

/**
 * @param nodes objects that the class must fit
 * @returns the key of the class in the draft, or null if nothing distinguishes it from others
 */
function addClass(
  graph: HeapGraph,
  draft: Draft,
  nodes: readonly number[],
  { first = new Set(), scopeOf = null }: ClassOptions = {},
): string | null {
  const name = scopeOf === null ? graph.nodeName(nodes[0]) : '';
  const isNameless = name === 'Object' || name === '';
  const shared = sharedFields(graph, nodes, scopeOf === null ? EdgeType.property : EdgeType.context);
  const fields = [...shared].sort((a, b) => Number(first.has(b)) - Number(first.has(a))).slice(0, MOST_FIELDS);
  if (isNameless && fields.length < 2) return null;
  const matcher: Classes[string] = {
    ...(isNameless ? {} : { class: name }),
    ...(fields.length === 0 ? {} : { fields }),
    ...(scopeOf === null ? {} : { scope: true }),
  };
  const called = scopeOf === null ? 'record' : `scope of ${graph.nodeName(scopeOf) || 'a function'}`;
  const keys = [
    isNameless ? `${called} ${scopeOf === null ? 'of' : 'with'} ${fields.slice(0, 2).join(' and ')}` : name,
    `${isNameless ? called : name} with ${fields.join(', ')}`,
  ];
  for (const key of keys) {
    const known = draft.classes[key];
    if (known === undefined) draft.classes[key] = matcher;
    // An object with all fields of a class in the draft belongs to that class; others need a class of their own.
    else if (!isFitting(known, matcher, shared)) continue;
    return key;
  }
  return null;
}

function isFitting(known: Classes[string], wanted: Classes[string], shared: ReadonlySet<string>): boolean {
  return known.scope === wanted.scope && (known.fields ?? []).every((field) => shared.has(field));
}

/** Fields that all of them have, and whose values are always on the heap. */
function sharedFields(graph: HeapGraph, nodes: readonly number[], type: EdgeType): ReadonlySet<string> {
  let shared: ReadonlySet<string> | null = null;
  for (const node of nodes) {
    const before: ReadonlySet<string> | null = shared;
    const own = new Set<string>();
    for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
      const field = graph.edgeName(edge);
      if (graph.edgeType(edge) !== type || BORING_FIELDS.has(field) || !IDENTIFIER.test(field)) continue;
      if (readNode(graph, graph.target(edge)).kind !== 'number') own.add(field);
    }
    shared = before === null ? own : new Set([...before].filter((field) => own.has(field)));
  }
  return shared ?? new Set();
}

/** Adds what the vocabulary infers from the fields of a resource, for the reader to correct. */
function addFacts(graph: HeapGraph, draft: Draft, key: string, node: number): void {
  for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
    if (graph.edgeType(edge) !== EdgeType.property) continue;
    const field = graph.edgeName(edge);
    const value = readNode(graph, graph.target(edge));
    const place = `${key}.${field}`;
    switch (meaningOfField(field)) {
      case 'dead-when-true':
        if (value.kind === 'boolean') draft.deadWhen.set(place, { class: key, field, equals: true });
        break;
      case 'dead-when-false':
        if (value.kind === 'boolean') draft.deadWhen.set(place, { class: key, field, equals: false });
        break;
      case 'refcount':
        if (value.kind === 'number') draft.refcounts.set(place, { class: key, field });
        break;
      case 'link':
        draft.links.set(place, { class: key, field });
        break;
      default:
        break;
    }
  }
}
