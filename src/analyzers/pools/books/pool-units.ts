import type { Pool } from '../../../findings/report-schema.js';
import { BitSet } from '../../../graph/bit-set.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';
import { readNode } from '../../../graph/values.js';
import { EDGE_TYPE_BITS, EDGE_TYPE_MASK } from '../../../snapshot/columns.js';
import { EdgeType } from '../../../snapshot/kinds.js';
import type { DeathIndex } from '../../objects/deaths.js';
import { meaningsIn } from '../../objects/field-meanings.js';
import type { PoolBooks } from './pool-books.js';

/** Stands for "no node" in place of an ordinal. */
const NONE = -1;
const SEVERAL = -2;

/** A pool, its books and its units. */
export interface AuditedPool {
  readonly pool: PoolBooks;
  readonly units: PoolUnits;
}

/**
 * The resources of a pool with their wrappers. Books may list different objects for one resource: `_idle` lists items,
 * `_clients` clients.
 */
export interface PoolUnits {
  /** Ordinals of each: the connection and what wraps it for the pool. */
  readonly units: readonly (readonly number[])[];
  readonly unitOf: ReadonlyMap<number, number>;
  /** Indexes into {@link units}. */
  readonly idle: ReadonlySet<number>;
  /**
   * Booked as leased; or, where a pool books only idle resources and all resources, those that are connected and not
   * idle.
   */
  readonly leased: ReadonlySet<number>;
  /** Whether the books list all resources of the pool. */
  readonly isComplete: boolean;
}

/** Groups the resources in a pool's books by what they stand for. O(resources and their fields). */
export function groupUnits(graph: HeapGraph, { books }: PoolBooks): PoolUnits {
  const booked = books.filter((book) => book.role !== 'pending');
  const members = [...new Set(booked.flatMap((book) => book.resources))].sort((a, b) => a - b);
  const wrapped = wrappedBy(graph, members);
  const unitOf = new Map<number, number>();
  const units: number[][] = [];
  for (const node of members) {
    // Wrappers of wrappers are rare; the bound also ends rings of them.
    let inner = node;
    for (let hops = 0; hops < 3; hops += 1) inner = wrapped.get(inner) ?? inner;
    let unit = unitOf.get(inner);
    if (unit === undefined) {
      unit = units.push([]) - 1;
      unitOf.set(inner, unit);
      units[unit].push(inner);
    }
    if (node === inner || unitOf.has(node)) continue;
    unitOf.set(node, unit);
    units[unit].push(node);
  }
  const listedAs = (role: string) =>
    new Set(
      booked
        .filter((book) => book.role === role)
        .flatMap((book) => book.resources)
        .map((node) => unitOf.get(node) ?? -1),
    );
  const idle = listedAs('idle');
  const leased = listedAs('leased');
  const all = listedAs('all');
  const hasIdleBook = booked.some((book) => book.role === 'idle');
  const hasLeasedBook = booked.some((book) => book.role === 'leased');
  const out = new Set<number>();
  for (const unit of leased) if (!idle.has(unit)) out.add(unit);
  if (hasIdleBook && !hasLeasedBook)
    for (const unit of all) if (!idle.has(unit) && !isConnecting(graph, units[unit])) out.add(unit);
  return { units, unitOf, idle, leased: out, isComplete: all.size > 0 || (hasIdleBook && hasLeasedBook) };
}

/**
 * Finds the wrappers that a pool's books list in place of resources, as the library's profile says.
 *
 * @returns the unit by ordinal of the wrapper
 */
export function wrapperUnits(graph: HeapGraph, { books }: PoolBooks, { unitOf }: PoolUnits): Map<number, number> {
  const wrappers = new Map<number, number>();
  for (const store of new Set(books.flatMap(({ stores }) => stores))) {
    if (unitOf.has(store) || !graph.isObject(store)) continue;
    const wrapped = new Set<number>();
    for (let edge = graph.firstEdges[store]; edge < graph.firstEdges[store + 1]; edge += 1) {
      const unit = graph.edgeType(edge) === EdgeType.property ? unitOf.get(graph.target(edge)) : undefined;
      if (unit !== undefined) wrapped.add(unit);
    }
    const [unit] = wrapped;
    if (wrapped.size === 1) wrappers.set(store, unit);
  }
  return wrappers;
}

/** By wrapper: the only other member that a field of it holds, if no other wrapper of its class holds the same one. */
function wrappedBy(graph: HeapGraph, members: readonly number[]): Map<number, number> {
  const isMember = new BitSet(graph.nodeCount);
  for (const node of members) isMember.add(node);
  const { firstEdges, edgeHeads, edgeNames, nodeNames } = graph;
  const inner = new Map<number, number>();
  const claims = new Map<string, number>();
  const meanings = meaningsIn(graph);
  const claim = (wrapper: number, target: number) => `${graph.nodeName(wrapper)} ${target}`;
  for (const node of members) {
    let target = NONE;
    for (let edge = firstEdges[node], end = firstEdges[node + 1]; edge < end && target !== SEVERAL; edge += 1) {
      const head = edgeHeads[edge];
      const other = head >>> EDGE_TYPE_BITS;
      // Properties keep the type that the file gave them.
      if ((head & EDGE_TYPE_MASK) !== EdgeType.property || other === node || !isMember.has(other)) continue;
      if (meanings.of(edgeNames[edge]) === 'link' || nodeNames[other] === nodeNames[node]) continue;
      target = target === NONE || target === other ? other : SEVERAL;
    }
    if (target === NONE || target === SEVERAL) continue;
    // If both refer to each other, only the later one is the wrapper.
    if (inner.get(target) === node) continue;
    inner.set(node, target);
    const key = claim(node, target);
    claims.set(key, (claims.get(key) ?? 0) + 1);
  }
  for (const [node, target] of [...inner]) if ((claims.get(claim(node, target)) ?? 0) > 1) inner.delete(node);
  return inner;
}

/** Whether a resource is created but still connecting. */
function isConnecting(graph: HeapGraph, members: readonly number[]): boolean {
  const meanings = meaningsIn(graph);
  return members.some((node) => {
    for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1) {
      if (graph.edgeType(edge) !== EdgeType.property || meanings.of(graph.edgeNames[edge]) !== 'connecting') continue;
      const value = readNode(graph, graph.target(edge));
      if (value.kind === 'boolean' && value.value) return true;
    }
    return false;
  });
}

export function isDeadUnit(deaths: DeathIndex, members: readonly number[]): boolean {
  return members.some((node) => deaths.isDead(node));
}

/** Units by state, as a report counts them. */
export function countStates({ units, idle, leased }: PoolUnits, deaths: DeathIndex): Pool['states'] {
  const states = { idle: 0, leased: 0, live: 0, dead: 0, unknown: 0 };
  for (const [unit, members] of units.entries()) {
    if (isDeadUnit(deaths, members)) states.dead += 1;
    else if (idle.has(unit)) states.idle += 1;
    else if (leased.has(unit)) states.leased += 1;
    else states.unknown += 1;
  }
  return states;
}
