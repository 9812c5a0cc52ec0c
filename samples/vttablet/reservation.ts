import type { ClientSession } from './client-session.js';
import type { DbConnection } from './db-connection.js';

/**
 * Attributes a reserved connection to the session it works for, so that an operator who looks at either finds
 * the other. It refers to both and both refer to it: three objects in a cycle. Nothing is wrong with that. The
 * garbage collector frees the three together, unless something from outside holds one of them.
 */
export class Reservation {
  readonly session: ClientSession;
  readonly connection: DbConnection;
  readonly since: number;

  constructor(session: ClientSession, connection: DbConnection) {
    this.session = session;
    this.connection = connection;
    this.since = Date.now();
  }

  /** Ties the three together. */
  static bind(session: ClientSession, connection: DbConnection): Reservation {
    const reservation = new Reservation(session, connection);
    session.reservation = reservation;
    connection.reservation = reservation;
    return reservation;
  }
}
