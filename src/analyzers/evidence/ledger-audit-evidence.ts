import type { Evidence, LedgerAudit } from '../../findings/report-schema.js';
import type { ClusterFacts } from '../cases/cluster-facts.js';
import type { LedgerFacts } from '../pools/audit/audit-pools.js';

/** What the audit of the books says of the suspects of a finding, one sentence a kind, most objects first. */
export function ledgerEvidence(ledgerFacts: LedgerFacts, facts: ClusterFacts): Evidence[] {
  if (ledgerFacts.size === 0) return [];
  const found = new Map<LedgerAudit['code'], { name: string; objects: number; of: number }>();
  for (const { group, nodes } of facts.groups) {
    const counts = new Map<LedgerAudit['code'], number>();
    for (const node of nodes)
      for (const code of ledgerFacts.get(node) ?? []) counts.set(code, (counts.get(code) ?? 0) + 1);
    // A connection and its wrapper are one: the class that comes first speaks for both.
    for (const [code, objects] of counts)
      if (!found.has(code)) found.set(code, { name: group.name, objects, of: nodes.length });
  }
  return [...found]
    .sort(([codeA, a], [codeB, b]) => b.objects - a.objects || (codeA < codeB ? -1 : 1))
    .flatMap(([code, { name, objects, of }]) => {
      const text = sentence(code);
      return text === null ? [] : [{ code: `audit-${code}`, text: `${objects} of ${of} ${name} ${text}.` }];
    });
}

function sentence(code: LedgerAudit['code']): string | null {
  switch (code) {
    case 'in-no-book':
      return 'are open, belong to a pool and are in none of its books';
    case 'in-two-books':
      return 'are booked as idle and as leased at once';
    case 'booked-twice':
      return 'are booked twice as idle';
    case 'closed-but-booked':
      return 'are closed and still in the books of their pool';
    case 'leased-without-holder':
      return 'are booked as lent, and nothing but the books and their own handles holds them';
    case 'ledgers-disagree':
    case 'pool-unreferenced':
    case 'exhausted':
    case 'counter-mismatch':
    case 'maximum-exceeded':
    case 'waiter-given-up':
    case 'waiter-without-callback':
    case 'waiters-of-closed-pool':
    case 'waiters-beside-idle':
      return null;
  }
}
