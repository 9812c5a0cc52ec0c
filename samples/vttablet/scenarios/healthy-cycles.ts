import type { ClientSession } from '../client-session.js';
import { MENDED } from '../parts.js';
import { runReservationBurst } from './reservation-load.js';
import type { Scenario } from './scenario.js';

/** What is noted about a session for as long as somebody else keeps the session. */
interface SessionNote {
  readonly session: ClientSession;
  readonly statements: string[];
}

/** The value refers to the key: an entry that keeps itself alive everywhere but in a WeakMap. */
const notes = new WeakMap<ClientSession, SessionNote>();

/**
 * Cycles everywhere, and nothing from outside holds one: session ↔ reservation ↔ connection as in `cycle`, with the
 * heartbeat stopped, and a WeakMap whose values refer to their keys. All of it is collected. Three leaders stay, with
 * live cycles of their own.
 */
export const healthyCycles: Scenario = {
  name: 'healthy-cycles',
  summary: 'plenty of reference cycles that nothing anchors: clean',
  modules: MENDED,
  linked: true,
  reserves: true,
  maxLeaders: 3,
  leakedConnectionsPerCycle: 0,
  runCycle: (tablet, size, cycle) =>
    runReservationBurst(tablet, size, cycle, async (session) => {
      const note: SessionNote = { session, statements: [] };
      notes.set(session, note);
      note.statements.push('SELECT 1 AS work');
      await session.query('SELECT 1 AS work');
    }),
};
