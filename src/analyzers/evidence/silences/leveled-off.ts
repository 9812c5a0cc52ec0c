import type { ClusterCase } from '../../cases/cluster-case.js';
import { containerOf, holderOfCut } from '../../cases/containers-of-cut.js';
import { classifyGrowth } from '../../series/growth-pattern.js';
import { silence } from '../doubt.js';

/** A collection with more entries per suspect than this holds mainly something else. */
const ROOMY = 3;
/** Snapshots from which a size that stays is told from one that grows. */
const MIN_SNAPSHOTS = 3;

/** The collection holds no more of them than it did: members come and go. */
export const leveledOff = silence({
  code: 'leveled-off',
  means: 'The collection has as many entries as it had: members come and go.',
  of: ['cluster'],
  find: (c: ClusterCase) => {
    const counts = countEntries(c);
    if (counts === null) return null;
    const pattern = classifyGrowth(counts);
    return pattern === 'plateau' || pattern === 'turnover' ? counts : null;
  },
  says: (counts) => `The collection held ${counts.join(', ')} entries: members come and go.`,
});

/** Entries of the collections that hold the suspects, in each snapshot; null where their size does not speak for them. */
function countEntries({ context: { view, series }, cluster, set, facts }: ClusterCase): readonly number[] | null {
  const holder = holderOfCut(cluster, set);
  if (series.length < MIN_SNAPSHOTS || holder === null || holder.edges.includes(-1)) return null;
  const containers = new Set<number>();
  for (const edge of holder.edges) {
    const container = containerOf(view, edge);
    if (container !== -1) containers.add(view.graph.nodeIds[container]);
  }
  const counts = series.map((summary) =>
    [...containers].reduce((sum, id) => sum + (summary.containerEntries.get(id) ?? 0), 0),
  );
  // A store that was made large at once is full of empty slots: its size says nothing.
  const last = counts[counts.length - 1];
  if (counts.includes(0) || last > holder.edges.length * ROOMY) return null;
  // More than it has entries are no members of it: they hang on one another.
  return facts.leading.nodes.length > last ? null : counts;
}
