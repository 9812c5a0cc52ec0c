import type { ClusterCase } from '../../cases/cluster.js';
import { MOSTLY } from '../../cases/thresholds.js';
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
  bears: ({ kind }) => (kind === 'in-use' ? 'note' : 'suspect'),
  says: ({ field }) => `They say that they are in use: ${field}.`,
});

/** What at least half of them say; the answer of the first that gives one. */
function commonSign({ facts, context: { view } }: ClusterCase): LifeSign | null {
  const asked = facts.leading.nodes.slice(-MOST_ASKED);
  const signs = asked.flatMap((node) => findLifeSign(view.graph, node) ?? []);
  return signs.length >= asked.length * MOSTLY ? (signs[0] ?? null) : null;
}
