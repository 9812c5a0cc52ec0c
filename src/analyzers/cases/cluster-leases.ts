import type { IdleFacts, LeaseFact, LeaseFacts } from '../pools/leases/lease-facts.js';
import type { LeaseHolder } from '../pools/leases/lease-holders.js';
import type { ClusterFacts } from './cluster-facts.js';

/** Share of the leading suspects that must be leases of one library before a finding uses the terms of that library. */
const MOSTLY = 0.5;

/** The terms of the library that leased most of the leading suspects, or null. */
export function leaseWords(leases: LeaseFacts, { leading }: ClusterFacts): LeaseFact['words'] {
  const words = leading.nodes.flatMap((node) => leases.get(node)?.words ?? []);
  return words.length > 0 && words.length >= leading.nodes.length * MOSTLY ? words[0] : null;
}

/** Whether most of the leading suspects are leased from pools. */
export function isMostlyLeased(leases: LeaseFacts, { leading }: ClusterFacts): boolean {
  return leading.nodes.filter((node) => leases.has(node)).length >= leading.nodes.length * MOSTLY;
}

/** The suspended function whose variables hold most of the leading suspects, which are then in use; or null. */
export function leaseUser(leases: LeaseFacts, { leading }: ClusterFacts): LeaseHolder | null {
  const users = leading.nodes.flatMap((node) => leases.get(node)?.holder ?? []);
  const functions = users.filter(({ kind }) => kind === 'function');
  return functions.length > leading.nodes.length * MOSTLY ? functions[0] : null;
}

/** Whether pools that existed before the series book most of the leading suspects as idle. */
export function isBookedIdle(idle: IdleFacts, { leading }: ClusterFacts, birth: Uint8Array): boolean {
  const pools = leading.nodes.flatMap((node) => idle.get(node) ?? []);
  return pools.length > leading.nodes.length * MOSTLY && pools.every((pool) => birth[pool] === 0);
}
