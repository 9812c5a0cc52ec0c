import type { ClusterCase } from '../../cases/cluster-case.js';
import { BARE_GROWTH_KINDS } from '../../cases/cluster-kind.js';
import type { PlaceCase } from '../../cases/place-case.js';
import { FEW_PER_ROUND, MANY_DEAD } from '../../cases/thresholds.js';
import { doubt } from '../doubt.js';

const code = 'few';
const means = `There are fewer than ${FEW_PER_ROUND} per round, or fewer than ${MANY_DEAD} dead objects in a single snapshot: too few to act on.`;

/**
 * Growth of a few objects per round is too little to act on. Streams that are piped into one another, for example, add a few
 * listeners each for as long as they live. What only its open handle keeps is exempt: nothing in the program is working on it.
 */
export const fewPerRound = doubt({
  code,
  means,
  of: [{ ground: 'grown', kinds: ['listener-pileup', ...BARE_GROWTH_KINDS] }],
  turn: 'facts',
  find: ({ facts: { leading }, label, rounds }: ClusterCase) =>
    label.kind !== 'handle' && leading.nodes.length < FEW_PER_ROUND * rounds ? leading.nodes.length : null,
  bears: () => 'note',
  says: (count, { rounds }) => saysOf(count, rounds),
});

export const fewEntries = doubt({
  code,
  means,
  of: ['values'],
  turn: 'facts',
  find: ({ added, rounds }: PlaceCase) => (added < FEW_PER_ROUND * rounds ? added : null),
  bears: () => 'note',
  says: (count, { rounds }) => saysOf(count, rounds),
});

/** A few dead objects are the remainder of normal work, such as connections that are just closing. */
export const fewDead = doubt({
  code,
  means,
  of: ['one-snapshot'],
  turn: 'facts',
  find: ({ deadCount }: ClusterCase) => (deadCount < MANY_DEAD ? deadCount : null),
  bears: () => 'note',
  says: (dead) => `Only ${dead} of them are dead: a working process may be about to free as many.`,
});

function saysOf(count: number, rounds: number): string {
  return `Only ${count} in ${rounds} ${rounds === 1 ? 'round' : 'rounds'}: fewer than ${FEW_PER_ROUND} a round may be a part of normal work.`;
}
