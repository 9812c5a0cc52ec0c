import type { ClientSession } from '../client-session.js';
import type { Tablet } from '../tablet.js';
import type { LoadSize } from './scenario.js';

/** What a session does between taking its lock and its end. */
export type SessionWork = (session: ClientSession, index: number) => Promise<void>;

/**
 * One burst of sessions that all reserve a connection at once: each pops one off the pool's stack before the first
 * replacement is there. The first to come keeps its lock for good, the others do their work and end.
 */
export async function runReservationBurst(
  tablet: Tablet,
  size: LoadSize,
  cycle: number,
  work: SessionWork,
): Promise<void> {
  const elects = tablet.leaders.length < size.leaders;
  const outcomes = await Promise.allSettled(
    Array.from({ length: size.sessions }, (_, index) =>
      index === 0 && elects ? runLeader(tablet, cycle) : runSession(tablet, cycle, index, work),
    ),
  );
  // Only after all have ended, so that no session is working at shutdown.
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function runLeader(tablet: Tablet, cycle: number): Promise<void> {
  await counted(tablet, async () => {
    const leader = tablet.newSession();
    tablet.leaders.push(leader);
    await leader.lock(`${process.pid}/leader/${cycle}`);
  });
}

async function runSession(tablet: Tablet, cycle: number, index: number, work: SessionWork): Promise<void> {
  await counted(tablet, async () => {
    const session = tablet.newSession();
    try {
      await session.lock(`${process.pid}/job/${cycle}/${index}`);
      await work(session, index);
    } finally {
      await session.end();
    }
  });
}

async function counted(tablet: Tablet, work: () => Promise<void>): Promise<void> {
  tablet.activity.sessions += 1;
  try {
    await work();
  } finally {
    tablet.activity.sessions -= 1;
  }
}
