import type { ClusterCase } from '../../cases/cluster-case.js';
import type { PlaceCase } from '../../cases/place-case.js';
import { MIN_ROUNDS, ROUNDS_FOR_PROOF } from '../../cases/thresholds.js';
import { doubt } from '../doubt.js';

const code = 'short-series';
const means = 'Growth over one or two rounds may be a burst: three rounds or more prove it.';

export const shortSeries = doubt({
  code,
  means,
  of: ['history', 'open', 'grown'],
  turn: 'facts',
  find: ({ rounds }: ClusterCase) => (rounds < ROUNDS_FOR_PROOF ? rounds : null),
  // For open connections there is more evidence than their number, so one round may be enough for a suspicion.
  bears: (rounds, _, { ground }) => (rounds < MIN_ROUNDS && ground === 'grown' ? 'note' : 'suspect'),
  says,
});

/** Dead objects need no growth as proof, but those of a single round may be just closing. (Very many are a ground of their own.) */
export const shortSeriesOfDead = doubt({
  code,
  means,
  of: ['dead', 'many-dead'],
  turn: 'facts',
  find: ({ rounds }: ClusterCase) => (rounds < MIN_ROUNDS ? rounds : null),
  bears: (_rounds, _, { ground }) => (ground === 'dead' ? 'suspect' : 'leak'),
  says,
});

/** The same objects added again and again are unusual enough for a suspicion after a single round. */
export const shortSeriesOfPlace = doubt({
  code,
  means,
  of: ['repeated', 'values', 'text'],
  turn: 'facts',
  find: ({ rounds }: PlaceCase) => (rounds < ROUNDS_FOR_PROOF ? rounds : null),
  bears: (_, { cause }) => (cause === 'repeated' ? 'suspect' : 'note'),
  says,
});

function says(rounds: number): string {
  return rounds < MIN_ROUNDS
    ? 'Only two snapshots: growth over one round may be a burst. Three rounds or more prove it.'
    : 'Growth over two rounds may be a burst. Three rounds or more prove it.';
}
