import type { GrowingCase } from '../../cases/case.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import type { PlaceCase } from '../../cases/place-case.js';
import { readBirths } from '../../cases/place-contents.js';
import { doubt } from '../doubt.js';
import { isPastLimit } from '../finders/growth-place.js';
import { findLeaving } from '../finders/leaving-entries.js';
import { GROWTH, SLOTS } from '../ground-groups.js';

/** A queue that is being served is a backlog and no leak: it may keep growing, but each entry is removed in its turn. */
export const oldestLeave = doubt({
  code: 'oldest-leave',
  means: 'The oldest entries leave in every round: this may be a queue that fills faster than it is served.',
  of: [...GROWTH, ...SLOTS],
  turn: 'heap',
  least: 'suspect',
  find: (c: GrowingCase) => (c.type === 'place' ? leavingPlace(c) : leavingCluster(c)),
  bears: () => 'suspect',
  says: (left) =>
    `The oldest entries leave, ${left.join(', ')} in rounds 1 to ${left.length}: this may be a queue that fills faster than it is served.`,
});

/** How many entries left the fullest collection of a cluster; null for connections: idle ones may be removed while others leak. */
function leavingCluster(c: ClusterCase): readonly number[] | null {
  const { view, series, population } = c.context;
  const [fullest] = c.containers;
  if (fullest === undefined || !c.restsOnGrowth || c.facts.leading.role === 'connection' || isPastLimit(c)) return null;
  // Where the keys of a Map are suspects like its values, only those of one kind are counted, as one for each entry.
  const births = new Map<number, number[]>();
  for (const node of fullest.targets) {
    const group = population.groupOf(node);
    const known = births.get(group) ?? series.map(() => 0);
    known[population.birth[node]] += 1;
    births.set(group, known);
  }
  const [most] = [...births.values()].sort((a, b) => sum(b) - sum(a));
  const id = view.graph.nodeIds[fullest.container];
  return findLeaving(
    series.map((summary) => summary.containerEntries.get(id) ?? 0),
    most,
  );
}

/** How many entries left a collection of values that exists since the first snapshot. */
function leavingPlace({ context: { view, series }, place }: PlaceCase): readonly number[] | null {
  const { nodes, kept, from, sizes } = place;
  if (nodes.length !== 1 || !kept) return null;
  const births = readBirths(
    view.graph,
    nodes[0],
    series.slice(from, -1).map(({ ids }) => ids),
  );
  return births === null ? null : findLeaving(sizes, births);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
