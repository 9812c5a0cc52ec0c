import { EdgeType } from '../../snapshot/kinds.js';
import type { ClusterFacts } from '../cases/cluster-facts.js';
import type { EdgeLabel } from '../labels/edge-label.js';
import { fieldOf, ownerNameOf } from '../labels/label-questions.js';
import type { HeapView } from '../objects/heap-view.js';

/** Share of the entries of a class whose link must lead to an entry of the other class. */
const OFTEN = 0.25;

/**
 * Links of the same name as the one to cut, of other classes with entries in the same list: none of them may stay either. Cutting
 * those of one class frees most of a list in which both lie by turns, so that the simulated cut does not name the others.
 *
 * ```
 *   Bolt ──next──▶ Nut ──next──▶ Bolt ──next──▶ …
 * ```
 */
export function linksOfOthers({ graph }: HeapView, label: EdgeLabel, { groups }: ClusterFacts): string[] {
  const field = fieldOf(label);
  if (field === null || label.owner.kind !== 'class') return [];
  const owner = ownerNameOf(label);
  const leadsToOwner = (node: number) => {
    const next = graph.follow(node, EdgeType.property, field);
    return next !== -1 && graph.nodeName(next) === owner;
  };
  return groups
    .filter(
      ({ group, nodes }) =>
        group.kind === 'class' &&
        group.name !== owner &&
        nodes.filter((node) => leadsToOwner(node)).length >= nodes.length * OFTEN,
    )
    .map(({ group }) => `${group.name}.${field}`);
}
