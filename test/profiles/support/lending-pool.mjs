/**
 * The moments of a pool that lends: at rest, when all it may lend is out and others wait, and when a few came back.
 *
 * @template Lease
 * @param {{
 *   max: number,
 *   checkOut: () => Promise<Lease>,
 *   giveBack: (lease: Lease) => unknown,
 *   books?: () => object,
 *   known?: (figures: { size: number, idle: number, leased: number, pending: number, maximum: number }) => object,
 *   close: (leases: Lease[]) => unknown,
 * }} pool `books` is what the library itself says, `known` what follows from the checkouts made here for the
 *   figures that the library does not tell
 */
export async function* lendingPool({ max, checkOut, giveBack, books = () => ({}), known = () => ({}), close }) {
  const WARM = 2;
  const WAITERS = 3;
  const state = (leased, idle, pending) => ({
    said: books(),
    known: { pools: 1, dead: 0, ...known({ size: leased + idle, idle, leased, pending, maximum: max }) },
  });

  const first = await Promise.all(Array.from({ length: WARM }, () => checkOut()));
  while (first.length > 0) await giveBack(first.pop());
  await settle();
  yield { moment: 'at rest', ...state(0, WARM, 0) };

  const leases = [];
  for (let count = 0; count < max; count += 1) leases.push(await checkOut());
  const waiting = Array.from({ length: WAITERS }, () => checkOut());
  await settle();
  yield { moment: 'under load', ...state(max, 0, WAITERS) };

  for (let count = 0; count < WAITERS; count += 1) await giveBack(leases.shift());
  leases.push(...(await Promise.all(waiting)));
  await giveBack(leases.shift());
  await settle();
  yield { moment: 'after load', ...state(max - 1, 1, 0) };

  await close(leases);
}

/** Lets what was begun come to its end: answers of a server on this machine, timers of 0 ms, promises. */
export async function settle(ms = 50) {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * How many sessions there are when checkouts wait; at other moments some that are over may be left.
 *
 * @param {{ leased: number, pending: number }} figures
 * @param {'holding' | 'asking'} since whether a session is one from the checkout on, or from asking for it on
 */
export function sessionsUnderLoad({ leased, pending }, since) {
  if (pending === 0) return {};
  return { sessions: since === 'asking' ? leased + pending : leased };
}
