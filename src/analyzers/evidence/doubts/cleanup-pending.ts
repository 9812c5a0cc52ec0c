import type { GrowingCase } from '../../cases/case.js';
import type { ClusterCase } from '../../cases/cluster-case.js';
import type { PlaceCode } from '../../code/place-code.js';
import { doubt } from '../doubt.js';
import { codeOf } from '../finders/code-of-case.js';
import { fullestPlace } from '../finders/growth-place.js';
import { findPendingCleanup, type PendingCleanup } from '../finders/pending-cleanup.js';
import { GROWTH, SLOTS } from '../ground-groups.js';

const MS_PER_SECOND = 1000;

const code = 'cleanup-pending';
const means = 'A timer that sees the collection has not fired during the series: it may remove them yet.';

/** Entries that a timer may still remove when it fires are not necessarily leaked. */
export const cleanupPending = doubt({
  code,
  means,
  of: [...GROWTH, ...SLOTS],
  turn: 'heap',
  least: 'suspect',
  find: (c: GrowingCase) => (c.type === 'place' || c.restsOnGrowth ? pendingIn(c) : null),
  bears: () => 'suspect',
  says,
});

/** The same for dead objects. A single timer that fires once does not count, as it is not for all of them. */
export const cleanupOfDeadPending = doubt({
  code,
  means,
  of: ['dead'],
  turn: 'heap',
  least: 'suspect',
  find: (c: ClusterCase) => {
    // Where by the text no line removes from it, no timer does.
    const pending = c.isInList && codeOf(c)?.state !== 'never' ? pendingIn(c) : null;
    return pending !== null && (pending.repeats || pending.timers * 2 >= c.facts.leading.dead) ? pending : null;
  },
  bears: () => 'suspect',
  says,
});

/**
 * Most leases have a timer each that fires once and can reach the book that lists them, so it may return the lease. This is
 * unknown until the timers have fired, unless all promises that they could settle are settled already.
 */
export const returnPending = doubt({
  code,
  means,
  of: ['open', { ground: 'grown', kinds: ['lease-never-released'] }],
  turn: 'heap',
  least: 'suspect',
  find: (c: ClusterCase) => {
    if (c.facts.books.length === 0 || !c.set.labels.some(({ kind }) => kind === 'timer')) return null;
    const pending = pendingIn(c);
    const isForEach = pending !== null && !pending.repeats && pending.timers * 2 >= c.facts.leading.nodes.length;
    return isForEach ? pending : null;
  },
  bears: (_, { timers }) => (timers.areSettled ? 'leak' : 'suspect'),
  says,
});

function pendingIn(c: GrowingCase): PendingCleanup | null {
  if (isRefuted(codeOf(c))) return null;
  const { view, times, population } = c.context;
  const place = fullestPlace(c);
  return place === null
    ? null
    : findPendingCleanup(view, place.container, place.entries, times.spanMs, population.birth);
}

/**
 * That a timer can reach the place is only a guess: the program's text may show a path that leaves entries in it, or that only what is no
 * timer removes them.
 */
function isRefuted(code: PlaceCode | null): boolean {
  if (code?.state === 'missed') return true;
  return code?.state === 'removed' && code.removed.every(({ caller }) => caller === 'event' || caller === 'adder');
}

function says({ timer, source, delayMs, timers, repeats }: PendingCleanup): string {
  const where = source === null ? '' : ` at ${source.file}:${source.line}`;
  const who = timers === 1 ? `\`${timer}\`${where}` : `${timers} timers \`${timer}\`${where}`;
  const longer =
    delayMs === null
      ? 'until it has fired'
      : `over more than ${Math.ceil(delayMs / MS_PER_SECOND)} s, so that it fires`;
  return `${who} did not fire ${repeats ? 'during the series' : 'yet'} and may remove them: take the series ${longer}.`;
}
