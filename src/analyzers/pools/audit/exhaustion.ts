import type { LedgerAudit, Pool } from '../../../findings/report-schema.js';
import { callResources, type PoolBooks } from '../books/pool-books.js';
import type { PoolInventory } from '../figures.js';

/** Holders named in the sentence; the pool's table lists all. */
const MOST_HOLDERS = 3;

/** Whether checkouts wait for a pool whose resources are all leased. */
export function isExhausted(inventory: PoolInventory | null | undefined): boolean {
  if (inventory == null) return false;
  const { pending, idle, leased, maximum, size, closed } = inventory;
  if (closed === true || pending === null || pending === 0 || leased === null || leased === 0) return false;
  return (idle ?? 0) === 0 && (maximum === null || Math.max(leased, size ?? 0) >= maximum);
}

/**
 * Reports that all resources are leased while checkouts wait, and who holds them. This is not a leak by itself, as a
 * pool under load can look so for a moment. It is a warning only if the snapshot before showed the same.
 *
 * @param inventory of each snapshot, the last one last
 * @param atWork how many leased resources are working at the moment of the snapshot
 */
export function auditExhaustion(
  pool: PoolBooks,
  className: string,
  inventory: readonly (PoolInventory | null)[],
  heldBy: NonNullable<Pool['heldBy']>,
  atWork = 0,
): LedgerAudit[] {
  const last = inventory[inventory.length - 1];
  const wasExhausted = isExhausted(inventory[inventory.length - 2]);
  if (last == null || !isExhausted(last)) return [];
  // A pool without a maximum may be about to create another resource.
  if (last.maximum === null && !wasExhausted) return [];
  const { leased, pending, maximum } = last;
  const [count, waiting] = [leased ?? 0, pending ?? 0];
  const bound = maximum === null ? '' : ` of at most ${maximum}`;
  const things = callResources(pool, count, className);
  return [
    {
      code: 'exhausted',
      text: `${things}${bound} ${count === 1 ? 'is' : 'are'} out, none is idle, and ${waiting} ${waiting === 1 ? 'checkout waits' : 'checkouts wait'}${nameHolders(heldBy)}${atWork === 0 ? '' : `; ${atWork} of ${count} work on something right now`}.`,
      count: waiting,
      severity: wasExhausted ? 'warning' : 'note',
    },
  ];
}

function nameHolders(heldBy: NonNullable<Pool['heldBy']>): string {
  if (heldBy.length === 0) return '';
  const named = heldBy.slice(0, MOST_HOLDERS).map(({ holder, leases }) => {
    const at = holder?.source == null ? '' : ` at ${holder.source.file}:${holder.source.line}`;
    return `${holder === null ? "nobody but the pool's books" : `\`${holder.label}\`${at}`} holds ${leases}`;
  });
  return `: ${named.join(', ')}${heldBy.length > MOST_HOLDERS ? ', others the rest' : ''}`;
}
