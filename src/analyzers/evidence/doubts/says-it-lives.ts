import type { ClusterCase } from '../../cases/cluster.js';
import { MOSTLY, ROUNDS_FOR_PROOF } from '../../cases/thresholds.js';
import { findLifeSign, type LifeSign } from '../../objects/life-signs.js';
import { doubt } from '../doubt.js';
import { GROWTH } from './grounds.js';

/** Suspects that are asked, the youngest. */
const MOST_ASKED = 12;

export const saysItLives = doubt({
  code: 'says-it-lives',
  means: 'Their fields say that they are in use. Whoever forgot them forgot the fields as well, so it proves nothing.',
  of: GROWTH,
  turn: 'facts',
  find: (c: ClusterCase) => {
    const sign = c.restsOnGrowth ? commonSign(c) : null;
    return sign !== null && (sign.kind === 'in-use' || c.isLent) ? sign : null;
  },
  bears: ({ kind }, c) => (kind === 'in-use' && !isForgotten(c) ? 'note' : 'suspect'),
  says: ({ field }) => `They say that they are in use: ${field}.`,
});

/**
 * Who uses something holds it. Nobody does where one place collects them, round after round, and each of them has no other
 * holder, no open handle, and no function that waits with it.
 */
function isForgotten({ rounds, isHolderOld, isInCollection, set, facts, user, waiting }: ClusterCase): boolean {
  return (
    rounds >= ROUNDS_FOR_PROOF &&
    isHolderOld &&
    isInCollection &&
    set.labels.length === 1 &&
    set.frees >= facts.leading.nodes.length &&
    facts.outsiders.every(({ id }) => id === set.labels[0].id) &&
    facts.openHandles === 0 &&
    user === null &&
    waiting === null
  );
}

/** What at least half of them say; the answer of the first that gives one. */
function commonSign({ facts, context: { view } }: ClusterCase): LifeSign | null {
  const asked = facts.leading.nodes.slice(-MOST_ASKED);
  const signs = asked.flatMap((node) => findLifeSign(view.graph, node) ?? []);
  return signs.length >= asked.length * MOSTLY ? (signs[0] ?? null) : null;
}
