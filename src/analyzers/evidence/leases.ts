import type { Evidence } from '../../findings/report-schema.js';
import type { ClusterFacts } from '../cases/cluster-facts.js';
import { describeAge, type LeaseFact, type LeaseFacts } from '../pools/leases/lease-facts.js';

/** Share of the leading suspects that must be leases before a finding speaks of them as such. */
const MOSTLY = 0.5;

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
