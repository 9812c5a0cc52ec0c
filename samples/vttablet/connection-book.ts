import type { DbConnection } from './db-connection.js';

/**
 * Every open connection by its number, idle, lent or reserved: what an operator's page would list.
 *
 * The fault that can be put in: with `keepClosed` a connection stays booked when it is closed. As each reservation
 * opens a new connection, the book grows by one entry a reservation, for good.
 */
export class ConnectionBook {
  private readonly byId = new Map<number, DbConnection>();
  private readonly keepClosed: boolean;
  private lastId = 0;

  constructor(keepClosed: boolean) {
    this.keepClosed = keepClosed;
  }

  get size(): number {
    return this.byId.size;
  }

  nextId(): number {
    this.lastId += 1;
    return this.lastId;
  }

  add(conn: DbConnection): void {
    this.byId.set(conn.id, conn);
  }

  /** To be told of every connection that closes. */
  onClosed(conn: DbConnection): void {
    if (!this.keepClosed) this.byId.delete(conn.id);
  }
}
