import type { ClusterCase } from '../../cases/cluster-case.js';
import { FEW_PER_ROUND, ROUNDS_FOR_PROOF } from '../../cases/thresholds.js';
import type { LabelKind } from '../../labels/edge-label.js';
import { doubt } from '../doubt.js';
import { fallBeyondChance } from '../finders/arrivals.js';
import { findChangedByAge } from '../finders/changed-entries.js';

/** Of leaked objects up to one in twenty changes in a round. */
const LEAST_CHANGED = 0.06;
/** Least ratio of the share of the older entries that changed to that of the younger ones. What is left alone after a while is below. */
const ALIKE = 0.5;
/** Least part of the decline to be expected that the new entries of a round must show. */
const LEAST_DECLINE = 0.5;
/** Largest estimate of all entries, by the number of those known. */
const MOST_UNKNOWN = 4;
const KEYED: ReadonlySet<LabelKind> = new Set(['map', 'dictionary', 'set']);

/**
 * A table by customer or by API key grows until each has come once. In a round, the same share of the known ones and of those that are
 * still to come is met: `new = share × (all − known)`, which is how animals that are caught twice tell how many there are (Lincoln,
 * Petersen). So old entries change as often as young ones do, and fewer new ones come from round to round. Entries that nobody needs any
 * more are left alone, the oldest first.
 *
 * Steady arrivals fall as well, by chance: only a fall that chance does not explain makes a note of the finding.
 */
export const recurring = doubt({
  code: 'recurring',
  means:
    'Entries of all ages are written to alike, and fewer new ones come in each round: the same keys come again, so growth will probably end. Where they could be fewer by chance, a suspicion stays.',
  of: [{ ground: 'grown', kinds: ['unbounded-collection'] }],
  turn: 'heap',
  least: 'note',
  find: (c: ClusterCase) => {
    if (c.rounds < ROUNDS_FOR_PROOF || c.isLent || c.isExpired || !KEYED.has(c.label.kind)) return null;
    const ages = findChangedByAge(c).filter(({ compared }) => compared >= FEW_PER_ROUND);
    if (ages.length < 2) return null;
    const all = share(ages);
    const half = Math.ceil(ages.length / 2);
    if (all < LEAST_CHANGED || share(ages.slice(0, half)) < share(ages.slice(half)) * ALIKE) return null;
    const [first] = c.perRound;
    const last = c.perRound[c.perRound.length - 1];
    const decline = 1 - (1 - all) ** (c.perRound.length - 1);
    if (last > first * (1 - decline * LEAST_DECLINE)) return null;
    const known = ages.reduce((sum, { entries }) => sum + entries, 0);
    const expected = Math.round(known + last / all);
    return expected > (known + last) * MOST_UNKNOWN ? null : { all, expected, isSure: fallBeyondChance(c.perRound) };
  },
  bears: ({ isSure }) => (isSure ? 'note' : 'suspect'),
  says: ({ all, expected, isSure }) => {
    const seen = `The last round changed ${Math.round(all * 100)} % of the entries from before, old and young ones alike, and brought fewer new ones than the rounds before`;
    return isSure
      ? `${seen}: the same keys come again, perhaps ${expected} in all.`
      : `${seen}, though no fewer than by chance: the same keys may come again. More rounds would tell.`;
  },
});

function share(ages: readonly { readonly compared: number; readonly changed: number }[]): number {
  const compared = ages.reduce((sum, age) => sum + age.compared, 0);
  return ages.reduce((sum, age) => sum + age.changed, 0) / compared;
}
