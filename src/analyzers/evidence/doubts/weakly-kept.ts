import { EdgeType } from '../../../snapshot/kinds.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import { FEW_PER_ROUND } from '../../cases/thresholds.js';
import { doubt } from '../doubt.js';
import { codeOf } from '../finders/code-of-case.js';
import { GROWTH } from '../ground-groups.js';

/** Least share of the references whose objects must still be there. */
const NEARLY_ALL = 0.9;

/** As many weak references as objects are no growth of their own: the objects are kept elsewhere, and are accused there if anywhere. */
export const weaklyKept = doubt({
  code: 'weakly-kept',
  means:
    'They are weak references to objects that something else still keeps: they may be removed when those objects are freed.',
  of: GROWTH,
  turn: 'heap',
  least: 'note',
  find: (c: ClusterCase) => {
    const kept = countKept(c);
    const { length } = c.facts.leading.nodes;
    const areKept = kept >= length * NEARLY_ALL && length - kept < FEW_PER_ROUND * c.rounds;
    return kept > 0 && areKept ? kept : null;
  },
  // When the objects are gone, the references stay where no line removes them.
  bears: (_, c) => (codeOf(c)?.state === 'never' ? 'suspect' : 'note'),
  says: (kept) => `They are weak references, and ${kept} of their objects are still kept by something else.`,
});

/** `WeakRef ──target (weak)──▶ object`, which is reached on another way. */
function countKept({ facts: { leading }, context: { view } }: ClusterCase): number {
  const { graph, tree } = view;
  if (leading.nodes.some((node) => graph.nodeName(node) !== 'WeakRef')) return 0;
  return leading.nodes.filter((node) => {
    for (let edge = graph.firstEdges[node]; edge < graph.firstEdges[node + 1]; edge += 1)
      if (graph.edgeType(edge) === EdgeType.weak && graph.edgeName(edge) === 'target')
        return tree.isStronglyReached(graph.target(edge));
    return false;
  }).length;
}
