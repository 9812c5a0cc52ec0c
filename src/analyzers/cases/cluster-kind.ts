import type { Cycle, FindingKind } from '../../findings/report-schema.js';
import { isListenerPlace } from '../cut/holder-roles.js';
import type { RegionLabel } from '../cut/region.js';
import type { SmallestCut } from '../cut/smallest-cut.js';
import { holdsAsyncStore } from '../labels/label-questions.js';
import type { ClusterFacts } from './cluster-facts.js';
import type { CountedHolders } from './refcounts.js';

/** Kinds that only growth speaks for: no chain, no pool and no timer is involved. */
export const BARE_GROWTH_KINDS: readonly FindingKind[] = ['closure-captured', 'unbounded-collection', 'growing-class'];

/** Kinds whose verdict can rest on growth alone. */
export const GROWTH_KINDS: readonly FindingKind[] = [
  'stale-link',
  'lease-never-released',
  'refcount-imbalance',
  ...BARE_GROWTH_KINDS,
];

/** The facts of a cluster that decide its kind. */
export interface ClusterTraits {
  readonly facts: ClusterFacts;
  readonly set: SmallestCut;
  readonly label: RegionLabel;
  readonly isMostlyDead: boolean;
  /** Whether most of the leading suspects are leased from some pool. */
  readonly isLeased: boolean;
  readonly cycle: Cycle | null;
  readonly refcount: CountedHolders | null;
}

/** The kind of finding that a cluster is, by the place that holds it and by what it consists of. */
export function kindOfCluster(c: ClusterTraits): FindingKind {
  const { facts, set, label, isMostlyDead } = c;
  const isPooled = facts.leading.role === 'connection' || facts.leading.role === 'lease';
  if (isListenerPlace(label)) return 'listener-pileup';
  if (set.isLink) return 'stale-link';
  if (!isMostlyDead && (c.refcount?.check.objects ?? 0) > 0) return 'refcount-imbalance';
  if (holdsAsyncStore(label)) return 'async-context-held';
  switch (label.kind) {
    case 'timer':
      return c.cycle === null ? 'timer-held' : 'anchored-cycle';
    case 'promise':
      return 'promise-pending';
    case 'handle':
      return c.isLeased || facts.books.length > 0 ? 'lease-never-released' : 'growing-class';
    case 'closure':
      if (c.cycle !== null) return 'anchored-cycle';
      return isMostlyDead && isPooled ? 'dead-connection-retained' : 'closure-captured';
    case 'array':
    case 'map':
    case 'set':
    case 'dictionary':
      return kindOfListed(c, isPooled || facts.connections !== null);
    default:
      if (isMostlyDead) return 'dead-connection-retained';
      return facts.books.length > 0 && isPooled ? 'lease-never-released' : 'growing-class';
  }
}

function kindOfListed({ facts, isMostlyDead }: ClusterTraits, isOfPool: boolean): FindingKind {
  if (facts.leading.role === 'waiter') return 'waiter-stuck';
  if (isMostlyDead && isOfPool) return 'ledger-entry-kept';
  return facts.isLending && isOfPool ? 'lease-never-released' : 'unbounded-collection';
}
