import type { DbConnection, Row } from './db-connection.js';
import type { Pooled } from './pooled.js';
import type { StatefulPool } from './stateful-pool.js';

/**
 * A connection with a state that outlives one query: a transaction, a lock, a session variable. It is bound to
 * one session, which knows it by its id, and stays in the ledger until its reference count is zero.
 */
export class StatefulConnection {
  readonly id: number;
  private readonly pool: StatefulPool;
  private pooled: Pooled<DbConnection> | null;
  /** Those who rely on it: its session, and each of the session's requests while it runs. */
  private refCount = 1;
  private tainted = false;
  private inTransaction = false;

  constructor(id: number, pool: StatefulPool, pooled: Pooled<DbConnection>) {
    this.id = id;
    this.pool = pool;
    this.pooled = pooled;
  }

  /** True once it has given its connection away. */
  get released(): boolean {
    return this.pooled === null;
  }

  /** Whether its connection has left the pool for good. */
  get isReserved(): boolean {
    return this.tainted;
  }

  get isInTransaction(): boolean {
    return this.inTransaction;
  }

  /** @throws Error once released */
  get connection(): DbConnection {
    return this.held().conn;
  }

  async exec(sql: string): Promise<Row[]> {
    return await this.connection.query(sql);
  }

  async begin(): Promise<void> {
    await this.exec('BEGIN');
    this.inTransaction = true;
  }

  async commit(): Promise<void> {
    await this.exec('COMMIT');
    this.inTransaction = false;
  }

  /** Reserves the connection: it leaves its pool, which opens a replacement. Idempotent. */
  async taint(): Promise<void> {
    if (this.tainted) return;
    this.tainted = true;
    await this.held().taint();
  }

  /** One more relies on it. */
  retain(): void {
    this.refCount += 1;
  }

  /** One fewer relies on it; the last one lets it go. */
  async release(reason: string): Promise<void> {
    this.refCount -= 1;
    if (this.refCount === 0) await this.releaseString(reason);
  }

  /** Ends one request's use of it. A connection that broke meanwhile leaves the ledger. */
  async unlock(): Promise<void> {
    if (this.pooled === null) return;
    if (this.pooled.conn.closed) await this.releaseString('was unlocked with its connection closed');
    else this.pool.markNotInUse(this.id);
  }

  /** Leaves the ledger, whatever the reference count says, and gives the connection up. Idempotent. */
  async releaseString(reason: string): Promise<void> {
    const pooled = this.pooled;
    if (pooled === null) return;
    this.pooled = null;
    this.pool.unregister(this.id, reason);
    await pooled.recycle();
  }

  private held(): Pooled<DbConnection> {
    if (this.pooled === null) throw new Error(`stateful connection ${this.id} was released`);
    return this.pooled;
  }
}
