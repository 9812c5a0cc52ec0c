import type { BallastCase } from '../../cases/ballast-case.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import type { LeaseCase } from '../../cases/lease-case.js';
import { doubt, ifTrue } from '../doubt.js';

const code = 'no-growth';
const means = 'Their number does not grow from round to round, or growth ends when the pool is full.';

/** What one snapshot proves is not disproved by a process that rests. */
export const noMoreDead = doubt({
  code,
  means,
  of: ['one-snapshot'],
  turn: 'facts',
  find: ({ isStanding }: ClusterCase) => ifTrue(isStanding),
  bears: () => 'leak',
  says: () => 'They did not go on growing during the series; none of them left, either.',
});

export const noMoreLeases = doubt({
  code,
  means,
  of: ['abandoned'],
  turn: 'facts',
  find: ({ accumulates }: LeaseCase) => ifTrue(!accumulates),
  bears: () => 'suspect',
  says: () => 'Their number did not grow from round to round.',
});

export const endsWithPool = doubt({
  code,
  means,
  of: ['ballast'],
  turn: 'facts',
  find: (_: BallastCase) => ifTrue(true),
  bears: () => 'suspect',
  says: () => 'It stops growing when the pool is full: each connection keeps what one piece of work brought.',
});
