import type { Book, DbConnection } from './db-connection.js';

/** Every open connection by its number, idle, lent or reserved: what an operator's page would list. */
export class ConnectionBook implements Book {
  private readonly byId = new Map<number, DbConnection>();
  private lastId = 0;
  private closedCount = 0;

  get size(): number {
    return this.byId.size;
  }

  /** Connections closed so far. */
  get closed(): number {
    return this.closedCount;
  }

  nextId(): number {
    this.lastId += 1;
    return this.lastId;
  }

  add(conn: DbConnection): void {
    this.byId.set(conn.id, conn);
  }

  onClosed(conn: DbConnection): void {
    this.byId.delete(conn.id);
    this.closedCount += 1;
  }
}
