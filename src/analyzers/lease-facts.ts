import type { Evidence } from '../findings/report-schema.js';
import type { Profile } from '../profiles/profile-schema.js';
import type { ClusterFacts } from './cluster-facts.js';
import type { LeaseAge } from './lease-ages.js';
import type { LeaseHolder } from './lease-holders.js';
import type { PoolInventory } from './pool-figures.js';

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

/** Share of the leading suspects that must be leases of one library before a finding speaks its language. */
const MOSTLY = 0.5;
const MS_PER_SECOND = 1000;
const MS_PER_MINUTE = 60_000;
const MS_PER_HOUR = 3_600_000;

/** The words of the library that lent most of the leading suspects, or null. */
export function leaseWords(leases: LeaseFacts, { leading }: ClusterFacts): LeaseFact['words'] {
  const words = leading.nodes.flatMap((node) => leases.get(node)?.words ?? []);
  return words.length > 0 && words.length >= leading.nodes.length * MOSTLY ? words[0] : null;
}

/** The function that waits with most of the leading suspects in a variable, or null: they are in use. */
export function leaseUser(leases: LeaseFacts, { leading }: ClusterFacts): LeaseHolder | null {
  const users = leading.nodes.flatMap((node) => leases.get(node)?.holder ?? []);
  const functions = users.filter(({ kind }) => kind === 'function');
  return functions.length > leading.nodes.length * MOSTLY ? functions[0] : null;
}

/** Whether most of the leading suspects are booked as idle by pools that were there before the series. */
export function isBookedIdle(idle: IdleFacts, { leading }: ClusterFacts, birth: Uint8Array): boolean {
  const pools = leading.nodes.flatMap((node) => idle.get(node) ?? []);
  return pools.length > leading.nodes.length * MOSTLY && pools.every((pool) => birth[pool] === 0);
}

/**
 * Who has the leases, since when, and what was not called: `120 of 164 pg clients are leased …`. Empty unless most of
 * the leading suspects are out.
 */
export function leaseEvidence(leases: LeaseFacts, facts: ClusterFacts): Evidence[] {
  const { nodes, group } = facts.leading;
  const own = nodes.flatMap((node) => leases.get(node) ?? []);
  if (own.length === 0 || own.length < nodes.length * MOSTLY) return [];
  const [{ inventory, words }] = own;
  const size = inventory.size === null ? '' : ` of ${inventory.size}`;
  const things = words?.resource === undefined ? group.name : (words.resources ?? `${words.resource}s`);
  const release = words?.release === undefined ? '' : `, \`${words.release}\` not called`;
  const text = `${inventory.leased ?? own.length}${size} ${things} are leased, ${describeHolder(own)}${describeAge(own)}${release}.`;
  return [{ code: 'leases', text }];
}

function describeHolder(leases: readonly LeaseFact[]): string {
  const counts = new Map<string, { text: string; count: number }>();
  const asked = leases.filter(({ holder }) => holder !== undefined);
  if (asked.length === 0) return 'holders not looked for';
  for (const { holder } of asked) {
    const at = holder?.source == null ? '' : ` at ${holder.source.file}:${holder.source.line}`;
    const text = holder == null ? "held by nobody but the pool's books" : `holder \`${holder.label}\`${at}`;
    const known = counts.get(text);
    if (known === undefined) counts.set(text, { text, count: 1 });
    else known.count += 1;
  }
  const [first] = [...counts.values()].sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1));
  return first.count === asked.length ? first.text : `${first.text} (${first.count} of ${asked.length})`;
}

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
