import type { FindingKind } from '../../../findings/report-schema.js';
import type { GrowingCase } from '../../cases/case.js';
import { BARE_GROWTH_KINDS } from '../../cases/cluster-kind.js';
import { lineOf } from '../../code/code-sentence.js';
import type { RemovalSite } from '../../code/place-code.js';
import { doubt } from '../doubt.js';
import { codeOf, overdueRemoval } from '../finders/code-of-case.js';
import { isPastLimit } from '../finders/growth-place.js';
import { COUNTED_PLACES } from '../ground-groups.js';

/**
 * Kinds whose place the text speaks of: a collection, or the line that hands over a listener or a timer. Not a stale link: a bound on the
 * list says nothing about the links of what was taken out of it.
 */
const KINDS_WITH_CODE: readonly FindingKind[] = [...BARE_GROWTH_KINDS, 'listener-pileup', 'timer-held'];

/** Where lines of the program remove entries from this place by time or by number, its growth will end. */
export const removedByCode = doubt({
  code: 'removed-by-code',
  means:
    "A line of the program's code removes entries from this place after some time, or keeps their number within bounds.",
  of: ['history', { ground: 'grown', kinds: KINDS_WITH_CODE }, ...COUNTED_PLACES, 'integers'],
  turn: 'heap',
  least: 'note',
  find: (c: GrowingCase): RemovalSite | null => {
    const code = codeOf(c);
    if (code?.state !== 'bounded' || overdueRemoval(c) !== null || isPastLimit(c)) return null;
    return code.removed.find(({ bound }) => bound !== null) ?? null;
  },
  bears: () => 'note',
  says: (site) =>
    site.bound === 'clock'
      ? `${lineOf(site)} removes entries after some time.`
      : `${lineOf(site)} keeps the number of entries within bounds.`,
});
