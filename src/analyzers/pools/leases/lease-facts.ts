import type { Profile } from '../../../profiles/profile-schema.js';
import type { PoolInventory } from '../figures.js';
import type { LeaseAge } from './lease-ages.js';
import type { LeaseHolder } from './lease-holders.js';
import type { LeaseOrigin } from './lease-origins.js';

/** Facts about one leased object. */
export interface LeaseFact {
  readonly inventory: PoolInventory;
  /** Null if there is none, undefined if it was not searched for. */
  readonly holder: LeaseHolder | null | undefined;
  readonly age: LeaseAge | null;
  /** Who took it, where that was recorded. */
  readonly origin: LeaseOrigin | null;
  /** The terms of the library, if a profile has them. */
  readonly words: NonNullable<Profile['words']> | null;
}

/** By ordinal of the leased object. */
export type LeaseFacts = ReadonlyMap<number, LeaseFact>;

/** The pool by ordinal of each idle resource, for pools that do not exceed their maximum. */
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
