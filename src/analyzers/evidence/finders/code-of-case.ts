import type { FindingKind } from '../../../findings/report-schema.js';
import type { Case } from '../../cases/case.js';
import type { PlaceCode, RemovalSite } from '../../code/place-code.js';
import { callbackOf } from '../../cut/cluster-places.js';

/** Kinds that a listener or a timer keeps. */
const CALLED_BACK: readonly FindingKind[] = ['listener-pileup', 'timer-held', 'anchored-cycle', 'promise-pending'];

/**
 * What the program's text says of a case: of what was lent, the lines that borrow, as the pool's own books are right; else of the place
 * that is accused. Null when it does not say.
 */
export function programCodeOf(c: Case): PlaceCode | null {
  const { code } = c.context;
  switch (c.type) {
    case 'cluster': {
      const { words } = c.facts;
      const callback = CALLED_BACK.includes(c.kind) ? callbackOf(c.context.view, c.label, c.cluster) : null;
      if (callback !== null) return code.ofCallback(callback);
      return words?.checkout !== undefined && words.release !== undefined
        ? code.ofCheckouts(words.checkout, words.release)
        : code.ofPlace(c.label);
    }
    case 'place':
      return code.ofPlace(c.label);
    case 'leases': {
      const { words } = c;
      return words?.checkout !== undefined && words.release !== undefined
        ? code.ofCheckouts(words.checkout, words.release)
        : null;
    }
    case 'ballast':
      return null;
  }
}

/** The same for a place, where the text says enough to weigh. */
export function codeOf(c: Case): PlaceCode | null {
  const code = programCodeOf(c);
  return code === null || code.state === 'unknown' || code.what === 'checkout' ? null : code;
}

/** A series that lasts so many times as long as entries may stay must have seen some go. */
const OVERDUE = 2;

/** The line that removes by time, when the series lasted so long that it must have removed what is still there; or null. */
export function overdueRemoval(c: Case): RemovalSite | null {
  const code = codeOf(c);
  const { spanMs } = c.context.times;
  if (code?.state !== 'bounded' || spanMs === null) return null;
  const bounded = code.removed.filter(({ bound }) => bound !== null);
  const isOverdue = ({ bound, afterMs }: RemovalSite): boolean =>
    bound === 'clock' && afterMs !== null && spanMs > afterMs * OVERDUE;
  return bounded.every(isOverdue) ? bounded[0] : null;
}
