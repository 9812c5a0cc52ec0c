import type { ClusterCase } from '../../cases/cluster-case.js';
import { containerOf, holderOfCut } from '../../cases/containers-of-cut.js';
import { classifyGrowth } from '../../series/growth-pattern.js';
import { silence } from '../doubt.js';

/** A collection with more entries per suspect than this holds mainly other things. */
const ROOMY = 3;
/** Least number of snapshots that show whether a size is constant or grows. */
const MIN_SNAPSHOTS = 3;

/** The collection has as many entries as before: entries are added and removed. */
export const leveledOff = silence({
  code: 'leveled-off',
  means: 'The collection has as many entries as it had: entries are added and removed.',
  of: ['cluster'],
  find: (c: ClusterCase) => {
    // An object that is in every snapshot was neither created nor freed.
    const counts = c.isStanding ? null : countEntries(c);
    if (counts === null) return null;
    const pattern = classifyGrowth(counts);
    return pattern === 'plateau' || pattern === 'turnover' ? counts : null;
  },
  says: (counts) => `The collection held ${counts.join(', ')} entries: entries are added and removed.`,
});

/** Number of entries of the collections that hold the suspects, in each snapshot; null where it does not tell how many suspects there were. */
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
  // A store that was allocated large has many empty slots, so its size says nothing.
  const last = counts[counts.length - 1];
  if (counts.includes(0) || last > holder.edges.length * ROOMY) return null;
  // If there are more suspects than entries, suspects keep one another.
  return facts.leading.nodes.length > last ? null : counts;
}
