import { formatCount } from '../../../findings/count-text.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import { proof } from '../doubt.js';

/** Fields that are named; each proves the death of some of them. */
const MOST_FIELDS = 3;

export const dead = proof({
  code: 'dead',
  means: 'A field says that the objects are closed, destroyed or ended.',
  of: ['cluster'],
  find: ({ facts: { leading } }: ClusterCase) => (leading.dead > 0 ? leading : null),
  says: ({ dead, deadBy, nodes, group }) =>
    `${formatCount(dead)} of ${formatCount(nodes.length)} ${group.name || 'anonymous function'} are dead: ${listFields(deadBy)}.`,
});

/** One field without a number; of several, how many objects each speaks for. */
export function listFields(deadBy: readonly { readonly field: string; readonly objects: number }[]): string {
  if (deadBy.length < 2) return deadBy[0]?.field ?? 'a field says so';
  const named = deadBy.slice(0, MOST_FIELDS).map(({ field, objects }) => `${field} (${formatCount(objects)})`);
  const others = deadBy.slice(MOST_FIELDS).reduce((sum, { objects }) => sum + objects, 0);
  return [...named, ...(others === 0 ? [] : [`other fields (${formatCount(others)})`])].join(', ');
}
