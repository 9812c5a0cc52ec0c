import type { ClusterCase } from '../../cases/cluster-case.js';
import { MIN_ROUNDS } from '../../cases/thresholds.js';
import { doubt } from '../doubt.js';

/**
 * A process that works while snapshots are taken has connections that are just closing. So dead objects of one round, or of
 * the last round alone, prove nothing: several rounds must have left some behind.
 */
export const notEachRound = doubt({
  code: 'not-each-round',
  means: 'Not every round left dead objects behind: those of a single round, or of the last one, may still be closing.',
  of: ['dead', 'history'],
  turn: 'facts',
  find: ({ perRound, rounds }: ClusterCase) => {
    if (rounds < MIN_ROUNDS) return null;
    const leaving = perRound.filter((born) => born > 0).length;
    if (leaving >= Math.max(MIN_ROUNDS, perRound.length - 1)) return null;
    return perRound.slice(0, -1).some((born) => born > 0) ? 'some' : 'last';
  },
  bears: (which) => (which === 'some' ? 'suspect' : 'note'),
  says: (which) =>
    which === 'some'
      ? 'Not every round left dead objects behind: some may still be closing.'
      : 'Only the last round left dead objects behind: they may still be closing.',
});
