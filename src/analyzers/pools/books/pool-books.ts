import type { Ledger } from '../../../findings/report-schema.js';
import type { HeapGraph } from '../../../graph/heap-graph.js';
import type { ProfiledClass } from '../../objects/profiled-classes.js';
import type { BookContents } from './read-book.js';

/** One book of a pool. */
export interface Book extends BookContents {
  readonly field: string;
  readonly role: Ledger['role'];
}

/** A pool with its books, in one snapshot. */
export interface PoolBooks {
  /** The pool, or the scope whose variables are the books. */
  readonly node: number;
  /** Function whose scope it is, or null for an object. */
  readonly scopeOf: number | null;
  readonly books: readonly Book[];
  readonly counters: readonly { readonly field: string; readonly value: number }[];
  /** What a profile says of its class, or null. */
  readonly known: ProfiledClass | null;
}

/** The name of a pool in reports. */
export function poolName(graph: HeapGraph, { node, scopeOf }: PoolBooks): string {
  return scopeOf === null ? graph.nodeName(node) : `scope of ${graph.nodeName(scopeOf) || 'a function'}()`;
}

/** The class of what a pool lends, or '' when it has nothing. */
export function resourceName(graph: HeapGraph, units: readonly (readonly number[])[]): string {
  const lent = units[0]?.[0];
  return lent === undefined ? '' : graph.nodeName(lent);
}

/** `1 pg client`, `3 pg clients`; without words of a profile `3 Client`, by the class. */
export function callResources(pool: PoolBooks, count: number, className: string): string {
  return `${count} ${nameResources(pool, count, className)}`;
}

/** The same without the number. */
export function nameResources({ known }: PoolBooks, count: number, className: string): string {
  const words = known?.pool?.words ?? known?.profile.words;
  const { resource, resources } = words ?? {};
  if (resource === undefined) return className;
  return count === 1 ? resource : (resources ?? `${resource}s`);
}
