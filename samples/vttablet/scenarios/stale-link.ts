import { MENDED } from '../parts.js';
import { runReservationBurst } from './reservation-load.js';
import type { Scenario } from './scenario.js';

/**
 * The fault of Vitess v19. The entry that the leader popped still points at the one below it, which the second
 * session popped, and so on down the stack: one live reservation keeps a whole burst of closed connections.
 */
export const staleLink: Scenario = {
  name: 'stale-link',
  summary: 'Pooled.next is not cleared on pop: live reservations keep chains of closed connections',
  modules: { ...MENDED, ConnStack: () => import('../conn-stack.js') },
  linked: false,
  reserves: true,
  maxLeaders: null,
  leakedConnectionsPerCycle: 0,
  runCycle: (tablet, size, cycle) =>
    runReservationBurst(tablet, size, cycle, async (session) => {
      await session.query('SELECT 1 AS work');
    }),
};
