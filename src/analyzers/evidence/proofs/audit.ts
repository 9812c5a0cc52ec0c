import type { LedgerAudit } from '../../../findings/report-schema.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import { proof } from '../doubt.js';

type AuditCode = LedgerAudit['code'];

/** Suspects of one class with a result of the audit of the pools' books. */
export interface AuditFact {
  readonly name: string;
  readonly objects: number;
  readonly of: number;
}

function auditProof<const Code extends AuditCode>(code: Code, predicate: string) {
  return proof({
    code: `audit-${code}`,
    means: `The audit of the books says that they ${predicate}.`,
    of: ['cluster'],
    find: (c: ClusterCase) => findAudited(c, code),
    says: ({ name, objects, of }: AuditFact) => `${objects} of ${of} ${name} ${predicate}.`,
  });
}

export const auditInNoBook = auditProof('in-no-book', 'are open, belong to a pool and are in none of its books');
export const auditInTwoBooks = auditProof('in-two-books', 'are booked as idle and as leased at once');
export const auditBookedTwice = auditProof('booked-twice', 'are booked twice as idle');
export const auditClosedButBooked = auditProof('closed-but-booked', 'are closed and still in the books of their pool');
export const auditLeasedWithoutHolder = auditProof(
  'leased-without-holder',
  'are booked as lent, and nothing but the books and their own handles holds them',
);

/** A connection and its wrapper are one resource, so only the first class with a result is taken. */
function findAudited({ context: { ledgerFacts }, facts }: ClusterCase, code: AuditCode): AuditFact | null {
  if (ledgerFacts.size === 0) return null;
  for (const { group, nodes } of facts.groups) {
    const objects = nodes.filter((node) => ledgerFacts.get(node)?.has(code) === true).length;
    if (objects > 0) return { name: group.name, objects, of: nodes.length };
  }
  return null;
}
