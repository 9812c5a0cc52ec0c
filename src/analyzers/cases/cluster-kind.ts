import type { FindingKind } from '../../findings/report-schema.js';
import { isListenerPlace } from '../cut/holder-roles.js';
import type { ClusterCase } from './cluster.js';

/** Kinds whose verdict rests on growth alone. */
export const GROWTH_KINDS: readonly FindingKind[] = [
  'stale-link',
  'closure-captured',
  'unbounded-collection',
  'growing-class',
];

/** Kinds of growth for which nothing else speaks: neither a chain, nor a pool, nor a timer. */
export const BARE_GROWTH_KINDS: readonly FindingKind[] = ['closure-captured', 'unbounded-collection', 'growing-class'];

/** What a cluster is called: by the place that holds it, and by what it consists of. */
export function kindOfCluster(c: ClusterCase): FindingKind {
  const { facts, set, label, isMostlyDead } = c;
  const isPooled = facts.leading.role === 'connection' || facts.leading.role === 'lease';
  if (isListenerPlace(label)) return 'listener-pileup';
  if (set.isLink) return 'stale-link';
  if (!isMostlyDead && (c.refcount?.check.objects ?? 0) > 0) return 'refcount-imbalance';
  const { text } = label;
  if (text.includes('kResourceStore') || text.includes('AsyncContextFrame') || text.includes('AsyncLocalStorage'))
    return 'async-context-held';
  switch (label.kind) {
    case 'timer':
      return c.cycle === null ? 'timer-held' : 'anchored-cycle';
    case 'promise':
      return 'promise-pending';
    case 'handle':
      return 'lease-never-released';
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

function kindOfListed({ facts, isMostlyDead }: ClusterCase, isOfPool: boolean): FindingKind {
  if (facts.leading.role === 'waiter') return 'waiter-stuck';
  if (isMostlyDead && isOfPool) return 'ledger-entry-kept';
  return facts.isLending && isOfPool ? 'lease-never-released' : 'unbounded-collection';
}
