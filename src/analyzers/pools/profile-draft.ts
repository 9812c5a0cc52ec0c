import type { HeapGraph } from '../../graph/heap-graph.js';
import { readNode } from '../../graph/values.js';
import type { Profile, ProfileLedger, ProfilePool } from '../../profiles/profile-schema.js';
import { meaningOfField } from '../../profiles/vocabulary.js';
import { EdgeType, NodeType } from '../../snapshot/kinds.js';
import type { HeapView } from '../objects/heap-view.js';
import { findPoolBooks } from './books/find-books.js';
import { type AuditedPool, groupUnits } from './books/units.js';
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
    ({ known: own, scopeOf }) => own === null && scopeOf === null,
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
  for (const pool of pools) addPool(view, draft, { pool, units: groupUnits(graph, pool) });
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

function addPool({ graph, roles }: HeapView, draft: Draft, { pool, units }: AuditedPool): void {
  const books = pool.books.filter((book) => book.role !== 'unknown');
  const key = addClass(graph, draft, [pool.node], new Set(books.map(({ field }) => field.split('.')[0])));
  if (key === null || books.length === 0 || draft.pools.some((other) => other.class === key)) return;
  const ledgers = books.map(({ field, role }): ProfileLedger => ({ field, role: role as ProfileLedger['role'] }));
  const maximum = findMaximum(graph, pool);
  draft.pools.push({ class: key, ledgers, ...(maximum === null ? {} : { maximum: maximum.field }) });
  const byClass = new Map<string, number[]>();
  for (const node of units.unitOf.keys())
    byClass.set(graph.nodeName(node), [...(byClass.get(graph.nodeName(node)) ?? []), node]);
  for (const nodes of byClass.values()) {
    const own = addClass(graph, draft, nodes, new Set());
    if (own === null) continue;
    (roles.of(nodes[0]) === 'connection' ? draft.connections : draft.wrappers).add(own);
    for (const node of nodes) addFacts(graph, draft, own, node);
  }
  const waiters = books.filter(({ role }) => role === 'pending').flatMap(({ others }) => others);
  for (const waiter of waiters) {
    if (graph.nodeType(waiter) !== NodeType.object || graph.nodeName(waiter) === 'Object') continue;
    const own = addClass(graph, draft, [waiter], new Set());
    if (own !== null) draft.waiters.add(own);
  }
}

/** @returns the key of the class in the draft, or null if nothing distinguishes it from others */
function addClass(graph: HeapGraph, draft: Draft, nodes: readonly number[], first: ReadonlySet<string>): string | null {
  const name = graph.nodeName(nodes[0]);
  const shared = sharedFields(graph, nodes);
  const fields = [...shared].sort((a, b) => Number(first.has(b)) - Number(first.has(a))).slice(0, MOST_FIELDS);
  if (name === 'Object' && fields.length < 2) return null;
  const key = name === 'Object' || name === '' ? `record of ${fields.slice(0, 2).join(' and ')}` : name;
  if (draft.classes[key] === undefined)
    draft.classes[key] = {
      ...(name === 'Object' || name === '' ? {} : { class: name }),
      ...(fields.length === 0 ? {} : { fields }),
    };
  return key;
}

/** Fields that all of them have, and whose values are always on the heap. */
function sharedFields(graph: HeapGraph, nodes: readonly number[]): ReadonlySet<string> {
  let shared: ReadonlySet<string> | null = null;
  for (const node of nodes) {
    const before: ReadonlySet<string> | null = shared;
    const own = new Set<string>();
    for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
      const field = graph.edgeName(edge);
      if (graph.edgeType(edge) !== EdgeType.property || BORING_FIELDS.has(field) || !IDENTIFIER.test(field)) continue;
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
