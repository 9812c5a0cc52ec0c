import type { ClusterCase } from '../../cases/cluster-case.js';
import { findRetryAround } from '../../objects/pending-retry.js';
import { doubt } from '../doubt.js';
import { fullestPlace } from '../finders/growth-place.js';
import { GROWTH } from '../ground-groups.js';

/** Entries that a client keeps until it has reconnected are a backlog of the outage. */
export const reconnecting = doubt({
  code: 'reconnecting',
  means: 'The client around the collection is about to connect again: the entries may wait for that.',
  of: GROWTH,
  turn: 'heap',
  least: 'suspect',
  find: (c: ClusterCase) => {
    const { graph, tree, roles } = c.context.view;
    const place = c.restsOnGrowth ? fullestPlace(c) : null;
    return place === null ? null : findRetryAround(graph, tree, roles, place.container);
  },
  bears: () => 'suspect',
  says: (field) => `${field} says that it is about to connect again: they may wait for that.`,
});
