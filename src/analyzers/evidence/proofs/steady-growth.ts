import { formatCount } from '../../../findings/count-text.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import type { PlaceCase, PlaceCause } from '../../cases/place-case.js';
import { MIN_ROUNDS } from '../../cases/thresholds.js';
import { proof } from '../doubt.js';

/** The unit of the size of a place. */
const UNIT: Readonly<Record<PlaceCause, string>> = {
  repeated: 'entries',
  values: 'entries',
  integers: 'bytes of store',
  text: 'bytes of text',
};

const code = 'steady-growth';
const means = 'More of them remained after each round.';

export const steadyGrowth = proof({
  code,
  means,
  of: ['cluster'],
  find: ({ rounds, perRound }: ClusterCase) =>
    rounds >= MIN_ROUNDS && perRound.some((born) => born > 0) ? perRound : null,
  says: (perRound, { facts: { leading }, rounds }) =>
    `Survivors of every round: ${perRound.map(formatCount).join(', ')} ${leading.group.name || 'anonymous function'} born in rounds 1 to ${rounds} are still there.`,
});

export const steadyGrowthOfPlace = proof({
  code,
  means,
  of: ['place'],
  find: ({ cause, place }: PlaceCase) => (cause === 'integers' ? place.bytes : place.sizes),
  says: (sizes, { cause, label }) =>
    `${label.text} held ${sizes.map(formatCount).join(', ')} ${UNIT[cause]} in ${sizes.length} snapshots in a row.`,
});
