import type { ClientSession } from '../client-session.js';
import { MENDED } from '../parts.js';
import { runReservationBurst } from './reservation-load.js';
import type { Scenario } from './scenario.js';

/** Sessions of each burst whose query fails. Few: each of them keeps a connection of the server. */
const FAILING_PER_CYCLE = 2;

/**
 * A query that fails forgets the reference it took on its stateful connection. When the session ends and drops its
 * own, the count stays at one: ledger entry and open connection remain, though nobody uses them.
 */
export const refcount: Scenario = {
  name: 'refcount',
  summary: 'a failed query keeps its reference: reservations of ended sessions stay in the ledger',
  modules: { ...MENDED, runStatement: () => import('../statement.js') },
  linked: false,
  reserves: true,
  maxLeaders: null,
  leakedConnectionsPerCycle: FAILING_PER_CYCLE,
  runCycle: (tablet, size, cycle) =>
    runReservationBurst(tablet, size, cycle, async (session, index) => {
      if (index >= 1 && index <= FAILING_PER_CYCLE) await runFailingQuery(session);
      else await session.query('SELECT 1 AS work');
    }),
};

/** The client handles the error of its query, and its session continues. */
async function runFailingQuery(session: ClientSession): Promise<void> {
  try {
    await session.query('SELECT * FROM table_that_was_dropped');
  } catch (error) {
    if (!isServerError(error)) throw error;
  }
}

/** Whether the server refused the statement; a broken connection is another matter. */
function isServerError(error: unknown): boolean {
  return error instanceof Error && 'sqlState' in error;
}
