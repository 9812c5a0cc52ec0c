import type { ClusterCase } from '../../cases/cluster-case.js';
import type { LeaseCase } from '../../cases/lease-case.js';
import { MOSTLY } from '../../cases/thresholds.js';
import { nameResources } from '../../pools/books/pool-books.js';
import { describeAge, type LeaseFact } from '../../pools/leases/lease-facts.js';
import { proof } from '../doubt.js';

const code = 'leases';
const means =
  'How many resources of the pool are leased, what holds them, for how long, and which release call is missing.';

/** Most of the leading suspects are leased: `120 of 164 pg clients are leased …`. */
export const leases = proof({
  code,
  means,
  of: ['cluster'],
  find: ({ context, facts: { leading } }: ClusterCase) => {
    const own = leading.nodes.flatMap((node) => context.leaseFacts.get(node) ?? []);
    return own.length === 0 || own.length < leading.nodes.length * MOSTLY ? null : own;
  },
  says: (own, { facts }) => {
    const [{ inventory, words }] = own;
    const size = inventory.size === null ? '' : ` of ${inventory.size}`;
    const things = words?.resource === undefined ? facts.leading.group.name : (words.resources ?? `${words.resource}s`);
    return `${inventory.leased ?? own.length}${size} ${things} are leased, ${describeHolder(own)}${describeAge(own)}${notCalled(words?.release)}.`;
  },
});

export const abandonedLeases = proof({
  code,
  means,
  of: ['leases'],
  find: ({ abandoned }: LeaseCase) => abandoned,
  says: ({ audited: { pool }, inventory, leases: own }, { className, words }) => {
    const leased = inventory.leased ?? own.length;
    const of = inventory.size === null ? '' : ` of ${inventory.size}`;
    return `${leased}${of} ${nameResources(pool, leased, className)} are leased, ${own.length} of them held only by the pool's books${describeAge(own)}${notCalled(words?.release)}.`;
  },
});

function notCalled(release: string | undefined): string {
  return release === undefined ? '' : `, \`${release}\` not called`;
}

function describeHolder(own: readonly LeaseFact[]): string {
  const counts = new Map<string, { text: string; count: number }>();
  const asked = own.filter(({ holder }) => holder !== undefined);
  if (asked.length === 0) return 'poolscope did not search for their holders';
  for (const { holder } of asked) {
    const at = holder?.source == null ? '' : ` at ${holder.source.file}:${holder.source.line}`;
    const text = holder == null ? "held only by the pool's books" : `holder \`${holder.label}\`${at}`;
    const known = counts.get(text);
    if (known === undefined) counts.set(text, { text, count: 1 });
    else known.count += 1;
  }
  const [first] = [...counts.values()].sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1));
  return first.count === asked.length ? first.text : `${first.text} (${first.count} of ${asked.length})`;
}
