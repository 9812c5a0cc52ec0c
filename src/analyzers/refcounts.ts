import type { RefcountCheck } from '../findings/report-schema.js';
import type { ClusterFacts, ClusterGroup } from './cluster-facts.js';
import type { RoleIndex } from './roles.js';

/**
 * The field that counts holders, against the holders that the heap shows. Suspects of a cluster have none
 * but the books of the pool, so a count above zero is one that nobody will ever bring down.
 *
 * @returns null when no class of the cluster counts its holders, or its numbers were not captured
 */
export function checkRefcounts(
  facts: ClusterFacts,
  roles: RoleIndex,
  fields: ReadonlySet<string>,
): RefcountCheck | null {
  for (const group of facts.groups) {
    if (group.group.kind !== 'class' || group.role === 'none') continue;
    const check = checkGroup(group, facts, roles, fields);
    if (check !== null) return check;
  }
  return null;
}

function checkGroup(
  group: ClusterGroup,
  facts: ClusterFacts,
  roles: RoleIndex,
  fields: ReadonlySet<string>,
): RefcountCheck | null {
  let sample: { field: string; value: number } | null = null;
  let objects = 0;
  // A collection books an object; it does not use it.
  const holders = facts.outsiders.filter((label) => label.kind === 'field' || label.kind === 'closure').length;
  for (const node of group.nodes) {
    const count = roles.refcountOf(node, fields);
    if (count === null || count.value === null || count.value <= holders) continue;
    sample ??= { field: count.field, value: count.value };
    objects += 1;
  }
  if (sample === null || objects * 2 < group.nodes.length) return null;
  return { field: `${group.group.name}.${sample.field}`, stated: sample.value, holders, objects };
}
