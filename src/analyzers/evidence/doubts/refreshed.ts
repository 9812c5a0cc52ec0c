import type { PlaceCase } from '../../cases/place-case.js';
import { doubt, ifTrue } from '../doubt.js';
import { SLOTS } from '../ground-groups.js';

/** Share of values that are new in the last round from which, if more than the new entries explain, old entries are being updated. */
const REFRESHED_SHARE = 0.5;
const REFRESHED_FACTOR = 1.5;

export const refreshed = doubt({
  code: 'refreshed',
  means: 'Entries of earlier rounds were given new values in the last round: they are in use.',
  of: SLOTS,
  turn: 'facts',
  find: ({ contents, entries, place: { sizes } }: PlaceCase) => {
    const ofLastRound = (entries - sizes[sizes.length - 2]) * (contents.values / entries);
    return ifTrue(contents.fresh >= entries * REFRESHED_SHARE && contents.fresh > ofLastRound * REFRESHED_FACTOR);
  },
  bears: () => 'note',
  says: () => 'Entries of earlier rounds were given new values in the last round: they are in use.',
});
