import { MENDED } from '../parts.js';
import { runReservationBurst } from './reservation-load.js';
import type { Scenario } from './scenario.js';

/**
 * Session, reservation and connection refer to one another, which is harmless, until the heartbeat of an ended
 * session is not stopped: the timer anchors the cycle, and with it a closed connection.
 */
export const cycle: Scenario = {
  name: 'cycle',
  summary: "an ended session's heartbeat timer is not cleared: it anchors session, reservation and connection",
  modules: { ...MENDED, Session: () => import('../session.js') },
  linked: true,
  reserves: true,
  maxLeaders: null,
  leakedConnectionsPerCycle: 0,
  runCycle: (tablet, size, number) =>
    runReservationBurst(tablet, size, number, async (session) => {
      await session.query('SELECT 1 AS work');
    }),
};
