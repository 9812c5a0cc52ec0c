import { MENDED } from '../parts.js';
import { runReservationBurst } from './reservation-load.js';
import type { Scenario } from './scenario.js';

/** Each reservation opens a connection, each connection is booked, and no closed one is ever struck out. */
export const accumulate: Scenario = {
  name: 'accumulate',
  summary: 'closed connections stay in the book of connections: one entry more for each reservation',
  modules: { ...MENDED, ConnectionBook: () => import('../connection-book.js') },
  linked: false,
  reserves: true,
  maxLeaders: null,
  leakedConnectionsPerCycle: 0,
  runCycle: (tablet, size, cycle) =>
    runReservationBurst(tablet, size, cycle, async (session) => {
      await session.query('SELECT 1 AS work');
    }),
};
