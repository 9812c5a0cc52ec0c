import type { Case } from '../../cases/case.js';
import type { PlaceCode, RemovalSite } from '../../code/place-code.js';

/** What the program's text does to the place that is accused; null when it does not say, or says too little. */
export function codeOf(c: Case): PlaceCode | null {
  if (c.type !== 'cluster' && c.type !== 'place') return null;
  const code = c.context.code.ofPlace(c.label);
  return code === null || code.state === 'unknown' ? null : code;
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
