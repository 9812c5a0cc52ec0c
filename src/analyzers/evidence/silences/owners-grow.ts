import type { ClusterCase } from '../../cases/cluster-case.js';
import { holderOfCut } from '../../cases/containers-of-cut.js';
import { MOSTLY } from '../../cases/thresholds.js';
import { ifTrue, silence } from '../doubt.js';

/** Each of many owners has one suspect in a field or variable: the number of owners grows, and not this place. */
export const ownersGrow = silence({
  code: 'owners-grow',
  means: 'Each is held by a field of its own owner. The owners grow, and poolscope judges them instead.',
  of: ['cluster'],
  find: (c: ClusterCase) => ifTrue(!c.isMostlyDead && belongsToOwners(c)),
  says: () => 'Each is held by a field of its own owner. The owners grow, and poolscope judges them instead.',
});

function belongsToOwners({ context: { view }, cluster, set, facts }: ClusterCase): boolean {
  const holder = holderOfCut(cluster, set);
  if (holder === null || set.isLink) return false;
  if (holder.label.kind !== 'field' && holder.label.kind !== 'closure') return false;
  // Of built-in values such as promises only births are counted, which does not distinguish growth from turnover.
  if (facts.leading.group.kind === 'value') return true;
  const owners = new Set(
    holder.edges.filter((edge) => edge !== -1).map((edge) => view.labels.owner(view.graph.source(edge)).ownerNode),
  );
  // Objects that several parts share are held from outside only through these parts.
  const places = holder.edges.length === 0 ? holder.parts : owners.size;
  return places >= facts.leading.nodes.length * MOSTLY;
}
