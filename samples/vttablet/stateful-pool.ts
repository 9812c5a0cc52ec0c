import type { DbConnection } from './db-connection.js';
import { Numbered } from './numbered.js';
import type { ConnPool } from './pool.js';
import type { Setting } from './setting.js';
import { StatefulConnection } from './stateful-connection.js';

/** vttablet's stateful pool: the connections that are bound to a session, in a numbered ledger. */
export class StatefulPool {
  private readonly conns: ConnPool<DbConnection>;
  private readonly active = new Numbered<StatefulConnection>();
  private lastId = 0;

  constructor(conns: ConnPool<DbConnection>) {
    this.conns = conns;
  }

  /** Entries in the ledger. */
  get size(): number {
    return this.active.size;
  }

  /** Borrows a connection and books it under a new id, marked as in use. */
  async newConn(setting: Setting | null = null): Promise<StatefulConnection> {
    const pooled = await this.conns.get(setting);
    this.lastId += 1;
    const conn = new StatefulConnection(this.lastId, this, pooled);
    this.active.register(conn.id, conn);
    return this.getAndLock(conn.id, 'new connection');
  }

  /** {@link newConn} whose connection leaves the pool for good: what `GET_LOCK()` needs. */
  async reserve(setting: Setting | null = null): Promise<StatefulConnection> {
    const conn = await this.newConn(setting);
    try {
      await conn.taint();
    } catch (error) {
      await conn.releaseString('could not be reserved');
      throw error;
    }
    return conn;
  }

  /** @throws LedgerError when the id is unknown or in use */
  getAndLock(id: number, purpose: string): StatefulConnection {
    return this.active.take(id, purpose);
  }

  markNotInUse(id: number): void {
    this.active.giveBack(id);
  }

  unregister(id: number, reason: string): void {
    this.active.unregister(id, reason);
  }

  /** Releases all that are neither in use nor in a transaction, as when the tablet stops serving. Returns how many. */
  async shutdownNonTx(): Promise<number> {
    const conns = this.active.takeAll('shutdown', (conn) => !conn.isInTransaction);
    await Promise.all(conns.map((conn) => conn.releaseString('was released by a shutdown')));
    return conns.length;
  }

  /** Releases everything, in use or not. Returns how many. */
  async shutdownAll(): Promise<number> {
    const conns = this.active.all();
    await Promise.all(conns.map((conn) => conn.releaseString('was released by a shutdown')));
    return conns.length;
  }
}
