import type { LedgerAudit } from '../../../findings/report-schema.js';
import { ledgerRoleOfField, splitWords } from '../../../profiles/vocabulary.js';
import type { HeapView } from '../../objects/heap-view.js';
import type { PoolMeasures } from '../books/history.js';
import type { Book, PoolBooks } from '../books/pool-books.js';
import { isDeadUnit, type PoolUnits } from '../books/pool-units.js';
import { profiledMaximum } from '../figures.js';
import { findMaximum, MAXIMUM_WORDS, THING_WORDS } from '../maximum.js';

/** Words that mark a numeric field as a count. */
const COUNT_WORDS = new Set(['num', 'number', 'count', 'size', 'total', 'length', 'n', 'current', 'open']);

/** Checks counters against the books that they count, and maximums against the number of resources. */
export function auditCounters(
  view: HeapView,
  pool: PoolBooks,
  units: PoolUnits,
  earlier: readonly PoolMeasures[],
): LedgerAudit[] {
  const audit: LedgerAudit[] = [];
  for (const { field, value } of pool.counters) {
    const book = bookInProfile(field, pool) ?? bookOfCounter(field, pool.books);
    // `totalSocketCount` counts what is in `sockets` and in `freeSockets`.
    if (book === null || value === book.size || (book.role === 'all' && value === units.units.length)) continue;
    if (!everAgreed(view.graph.nodeIds[pool.node], field, book.field, earlier)) continue;
    audit.push({
      code: 'counter-mismatch',
      text: `${field} says ${value}, ${book.field} holds ${book.size}; they agreed in an earlier snapshot.`,
      count: wholeNumber(Math.abs(value - book.size)),
      severity: 'warning',
    });
  }
  const bound = findBound(view, pool);
  const living = units.units.filter((members) => !isDeadUnit(view.deaths, members)).length;
  if (bound !== null && living > bound.value)
    audit.push({
      code: 'maximum-exceeded',
      text: `${living} are booked, ${bound.field} allows ${bound.value}.`,
      count: wholeNumber(living - bound.value),
      severity: 'warning',
    });
  return audit;
}

/** Fields may hold any number: a difference is rounded up, and cut where integers end. */
function wholeNumber(difference: number): number {
  return Math.min(Math.ceil(difference), Number.MAX_SAFE_INTEGER);
}

function findBound({ graph }: HeapView, pool: PoolBooks): { field: string; value: number } | null {
  const { known, node } = pool;
  if (known?.pool == null || known.profile.library === undefined) return findMaximum(graph, pool);
  // A maximum per host does not bound the total.
  return known.pool.maximumPer === 'key' ? null : profiledMaximum(graph, node, known.pool);
}

/** The book that a counter must agree with, by the profile. */
function bookInProfile(field: string, { known, books }: PoolBooks): Book | null {
  for (const counter of known?.pool?.counters ?? []) {
    if (typeof counter === 'string' || counter.field !== field || counter.means === 'maximum') continue;
    const role = counter.means === 'size' ? 'all' : counter.means;
    const meant = books.filter((book) => book.role === role);
    return meant.length === 1 ? meant[0] : null;
  }
  return null;
}

/**
 * The book that a counter counts: `numUsed` for `used`, `totalCount` for the book of everything; null when that is
 * unclear. `created` or `total` may also count all resources ever made, so a counter is only checked if it once agreed
 * with its book.
 */
function bookOfCounter(field: string, books: readonly Book[]): Book | null {
  const words = splitWords(field);
  if (words.some((word) => MAXIMUM_WORDS.has(word) || word === 'min' || word === 'ms' || word === 'millis'))
    return null;
  const isCount = words.some((word) => COUNT_WORDS.has(word));
  const rest = words.filter((word) => !COUNT_WORDS.has(word) && !THING_WORDS.has(word));
  if (!isCount && rest.length !== 1) return null;
  const role = rest.length === 0 ? 'all' : ledgerRoleOfField(rest.join('_'));
  if (role === 'unknown') return null;
  const meant = books.filter((book) => book.role === role);
  return meant.length === 1 ? meant[0] : null;
}

function everAgreed(pool: number, counter: string, book: string, earlier: readonly PoolMeasures[]): boolean {
  return earlier.some((measures) => {
    const measure = measures.get(pool);
    const value = measure?.counters.get(counter);
    // Zero does not count as agreement: everything may start at zero.
    return value !== undefined && value > 0 && value === measure?.sizes.get(book);
  });
}
