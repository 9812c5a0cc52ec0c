import type { ClusterCase } from '../../cases/cluster-case.js';
import { lineOf } from '../../code/code-sentence.js';
import { doubt } from '../doubt.js';
import { findTimerUse } from '../finders/timer-uses.js';

/** Timers that fire once and have something to do then are a time to live, a pause or a retry, however late they fire. */
export const timersWanted = doubt({
  code: 'timers-wanted',
  means:
    'Their timers fire once, and something still waits for that: an entry that the timer removes, a suspended call, or a retry of which the code allows only so many.',
  of: [{ ground: 'grown', kinds: ['timer-held', 'anchored-cycle'] }],
  turn: 'heap',
  least: 'note',
  find: (c: ClusterCase) => (c.timers.expire && !c.timers.areSettled && !c.isExpired ? findTimerUse(c) : null),
  bears: () => 'note',
  says: (use) => {
    switch (use.why) {
      case 'removes':
        return `Each timer removes an entry of ${use.place} at ${lineOf(use.line)}, and ${use.entries} entries are still there: this is a time to live.`;
      case 'awaited':
        return `\`${use.name}\` awaits each timer, and ends when it has fired.`;
      case 'retries':
        return `Each timer starts the next one only while the condition at ${lineOf(use.line)} holds, which counts them: these are retries.`;
    }
  },
});
