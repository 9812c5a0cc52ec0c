import type { Profile } from '../../../profiles/profile-schema.js';
import type { PoolInventory } from '../figures.js';
import type { LeaseAge } from './lease-ages.js';
import type { LeaseHolder } from './lease-holders.js';

/** What is known of one object that a pool has lent. */
export interface LeaseFact {
  readonly inventory: PoolInventory;
  /** Null where there is none, undefined where it was not looked for. */
  readonly holder: LeaseHolder | null | undefined;
  readonly age: LeaseAge | null;
  /** How the library calls things, when a profile knows it. */
  readonly words: NonNullable<Profile['words']> | null;
}

/** By ordinal of what is lent. */
export type LeaseFacts = ReadonlyMap<number, LeaseFact>;

/** The pool, by ordinal of what it books as idle; of pools that have no more than they may. */
export type IdleFacts = ReadonlyMap<number, number>;

const MS_PER_SECOND = 1000;
const MS_PER_MINUTE = 60_000;
const MS_PER_HOUR = 3_600_000;

export function describeAge(leases: readonly Pick<LeaseFact, 'age'>[]): string {
  let oldest: LeaseAge | null = null;
  for (const { age } of leases) if (age !== null && (oldest === null || age.ms > oldest.ms)) oldest = age;
  if (oldest === null) return '';
  const since = leases.length === 1 ? 'for' : 'the oldest for';
  return `, ${since} ${oldest.isLeast ? 'at least ' : ''}${formatAge(oldest.ms)}`;
}

function formatAge(ms: number): string {
  if (ms < MS_PER_MINUTE) return `${Math.round(ms / MS_PER_SECOND)} s`;
  return ms < MS_PER_HOUR ? `${Math.round(ms / MS_PER_MINUTE)} min` : `${(ms / MS_PER_HOUR).toFixed(1)} h`;
}
