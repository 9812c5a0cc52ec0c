import { formatCount } from '../../../findings/count-text.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import { doubt } from '../doubt.js';
import { CLUSTER } from '../ground-groups.js';

export const noDeath = doubt({
  code: 'no-death',
  means: 'No field says that any of them is closed. It decides nothing: most leaks are of such objects.',
  of: CLUSTER,
  turn: 'facts',
  find: ({ facts: { leading } }: ClusterCase) => (leading.dead > 0 ? null : leading),
  bears: () => 'leak',
  says: ({ nodes, group }) =>
    `No field says that any of the ${formatCount(nodes.length)} ${group.name || 'anonymous function'} is closed.`,
});
