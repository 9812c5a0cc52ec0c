import type { Ledger } from '../findings/report-schema.js';
import type { KnownClass } from './known-classes.js';
import type { BookContents } from './ledger-audit-contents.js';

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
  readonly known: KnownClass | null;
}
