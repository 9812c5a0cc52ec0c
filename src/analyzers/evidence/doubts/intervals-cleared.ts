import type { ClusterCase } from '../../cases/cluster-case.js';
import { lineOf } from '../../code/code-sentence.js';
import { doubt } from '../doubt.js';
import { findIntervalEnd } from '../finders/interval-ends.js';

/** Intervals that running timeouts clear last as long as these. */
export const intervalsCleared = doubt({
  code: 'intervals-cleared',
  means: 'For each of the intervals, a timeout that clears it is still running.',
  of: [{ ground: 'grown', kinds: ['timer-held', 'anchored-cycle'] }],
  turn: 'heap',
  least: 'note',
  find: (c: ClusterCase) => (c.isExpired ? null : findIntervalEnd(c)),
  bears: () => 'note',
  says: ({ line, intervals }) =>
    `A timeout clears each interval at ${lineOf(line)}, and the timeouts of ${intervals} of them have not fired yet.`,
});
