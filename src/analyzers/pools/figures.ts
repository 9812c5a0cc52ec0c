import type { HeapGraph } from '../../graph/heap-graph.js';
import { readNode } from '../../graph/values.js';
import type { ProfilePool } from '../../profiles/profile-schema.js';
import type { DeathIndex } from '../objects/deaths.js';
import { checkCondition } from '../objects/field-conditions.js';
import { followPath } from '../objects/field-path.js';
import type { Book, PoolBooks } from './books/pool-books.js';
import { type AuditedPool, isDeadUnit, type PoolUnits } from './books/pool-units.js';
import type { LeaseAge, LeaseAges } from './leases/lease-ages.js';
import { findMaximum } from './maximum.js';

/** Figures of a pool; null where the heap does not show them. */
export interface PoolFigures {
  /** All resources of the pool, idle or leased. */
  readonly size: number | null;
  readonly idle: number | null;
  readonly leased: number | null;
  /** Checkouts that wait. */
  readonly pending: number | null;
  /** Maximum size; also null where there is none. */
  readonly maximum: number | null;
  /** Whether the pool was closed. */
  readonly closed: boolean | null;
}

/** What a pool holds in one snapshot. */
export interface PoolInventory extends PoolFigures {
  /** Resources that a field proves dead. */
  readonly dead: number;
  readonly oldestLease: LeaseAge | null;
}

/** A pool's figures, with the ages of its leases. O(books and what they list). */
export function takeInventory(
  graph: HeapGraph,
  { pool, units }: AuditedPool,
  deaths: DeathIndex,
  ages: LeaseAges,
): PoolInventory {
  let oldest: LeaseAge | null = null;
  for (const unit of units.leased) {
    const age = isDeadUnit(deaths, units.units[unit]) ? null : ages.of(units.units[unit]);
    if (age !== null && (oldest === null || age.ms > oldest.ms)) oldest = age;
  }
  return {
    ...readFigures(graph, pool, units),
    dead: units.units.filter((members) => isDeadUnit(deaths, members)).length,
    oldestLease: oldest,
  };
}

type Figure = 'size' | 'idle' | 'leased' | 'pending';
const ROLE_OF_FIGURE = { size: 'all', idle: 'idle', leased: 'leased', pending: 'pending' } as const;

/** The figures of a pool: as its profile says, or else from inferred books. O(books). */
function readFigures(graph: HeapGraph, pool: PoolBooks, units: PoolUnits): PoolFigures {
  const { known, node, books } = pool;
  return known?.pool == null ? inferFigures(graph, pool, units) : profiledFigures(graph, node, known.pool, books);
}

function inferFigures(graph: HeapGraph, pool: PoolBooks, units: PoolUnits): PoolFigures {
  const isBooked = (role: Book['role']) => pool.books.some((book) => book.role === role);
  return {
    size: units.isComplete ? units.units.length : null,
    idle: isBooked('idle') ? units.idle.size : null,
    leased: isBooked('leased') || (isBooked('idle') && isBooked('all')) ? units.leased.size : null,
    pending: sizeOfRole(pool.books, 'pending'),
    maximum: findMaximum(graph, pool)?.value ?? null,
    closed: null,
  };
}

/** In the order: formula, ledger, counter, difference. */
function profiledFigures(graph: HeapGraph, node: number, profile: ProfilePool, books: readonly Book[]): PoolFigures {
  const own = (figure: Figure): number | null => {
    const formula = profile.figures?.[figure];
    const evaluated = formula === undefined ? null : evaluate(graph, node, formula, profile, books);
    return evaluated ?? sizeOfRole(books, ROLE_OF_FIGURE[figure]) ?? counterOf(graph, node, profile, figure);
  };
  const [idle, pending] = [own('idle'), own('pending')];
  const [size, leased] = [own('size'), own('leased')];
  return {
    size: size ?? (idle !== null && leased !== null ? idle + leased : null),
    idle,
    leased: leased ?? (size !== null && idle !== null ? size - idle : null),
    pending,
    maximum: profiledMaximum(graph, node, profile)?.value ?? null,
    closed:
      profile.closedWhen === undefined
        ? null
        : profile.closedWhen.some((condition) => checkCondition(graph, node, condition) !== null),
  };
}

/** Resources in several books of one role count once. */
function sizeOfRole(books: readonly Book[], role: Book['role']): number | null {
  const own = books.filter((book) => book.role === role);
  if (own.length === 0) return null;
  const seen = new Set<number>();
  let sum = 0;
  for (const { size, resources, others } of own) {
    const entries = [...resources, ...others];
    sum += size - entries.filter((entry) => seen.has(entry)).length;
    for (const entry of entries) seen.add(entry);
  }
  return sum;
}

function counterOf(graph: HeapGraph, node: number, { counters = [] }: ProfilePool, means: string): number | null {
  for (const counter of counters) {
    if (typeof counter === 'string' || counter.means !== means) continue;
    const value = readNumber(graph, node, counter.field);
    if (value !== null) return value;
  }
  return null;
}

/** `all - idle`: roles, fields of ledgers, fields of numbers. */
function evaluate(
  graph: HeapGraph,
  node: number,
  formula: string,
  { ledgers = [] }: ProfilePool,
  books: readonly Book[],
): number | null {
  let sum = 0;
  let sign = 1;
  for (const term of formula.split(' ')) {
    if (term === '+' || term === '-') {
      sign = term === '+' ? 1 : -1;
      continue;
    }
    const isRole = ledgers.some(({ role }) => role === term);
    const ofField = books.find(({ field }) => field === term)?.size ?? readNumber(graph, node, term);
    const value = isRole ? sizeOfRole(books, term as Book['role']) : ofField;
    if (value === null) return null;
    sum += sign * value;
  }
  return sum;
}

/** The maximum in the field that the profile names, with that field. */
export function profiledMaximum(
  graph: HeapGraph,
  node: number,
  { maximum, counters = [] }: ProfilePool,
): { field: string; value: number } | null {
  const paths = [
    ...(typeof maximum === 'string' ? [maximum] : (maximum ?? [])),
    ...counters.flatMap((counter) =>
      typeof counter !== 'string' && counter.means === 'maximum' ? [counter.field] : [],
    ),
  ];
  for (const field of paths) {
    const value = readNumber(graph, node, field);
    if (value !== null) return { field, value };
  }
  return null;
}

/** The numbers that a profile names, where captured. */
export function profiledCounters(
  graph: HeapGraph,
  node: number,
  { counters = [] }: ProfilePool,
): { field: string; value: number }[] {
  return counters.flatMap((counter) => {
    const field = typeof counter === 'string' ? counter : counter.field;
    const value = readNumber(graph, node, field);
    return value === null ? [] : [{ field, value }];
  });
}

/** A finite number, where captured. */
function readNumber(graph: HeapGraph, node: number, path: string): number | null {
  const [target] = followPath(graph, node, path);
  if (target === undefined) return null;
  const value = readNode(graph, target);
  return value.kind === 'number' && value.value !== null && Number.isFinite(value.value) ? value.value : null;
}
