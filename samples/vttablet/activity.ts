/**
 * What is under way between the tablet and its server, in numbers only: it must not keep a connection alive.
 * A snapshot is worth reading when nothing is, because a socket that is about to close looks like a leak.
 */
export class Activity {
  /** Connections being opened. */
  opening = 0;
  /** Queries without an answer. */
  queries = 0;
  /** Connections closed by us whose socket is still there. */
  closing = 0;
  /** Sockets open on our side, those closing included. */
  sockets = 0;
  /** Sessions at work. */
  sessions = 0;

  get isQuiet(): boolean {
    return this.opening + this.queries + this.closing + this.sessions === 0;
  }
}
