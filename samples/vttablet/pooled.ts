import type { ConnPool } from './pool.js';
import type { Setting } from './setting.js';

/** What the pool needs from a connection. `DbConnection` is the real one. */
export interface PoolConnection {
  readonly closed: boolean;
  /** The setting that was applied to it and not taken back. */
  readonly setting: Setting | null;
  applySetting(setting: Setting): Promise<void>;
  resetSetting(): Promise<void>;
  /** Closes it for good. Returns at once; the socket goes a little later. Idempotent. */
  close(): void;
}

/**
 * A connection as the pool sees it: the entry of an intrusive stack. While the entry lies on a stack, `next`
 * is the entry below it. Off the stack it should be `null`; in Vitess v19 it was not.
 */
export class Pooled<C extends PoolConnection> {
  next: Pooled<C> | null = null;
  /** The pool it goes back to, `null` once it was tainted and belongs to a reservation for good. */
  pool: ConnPool<C> | null;
  conn: C;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Milliseconds since the epoch of its last return. */
  usedAt: number;

  constructor(pool: ConnPool<C>, conn: C) {
    this.pool = pool;
    this.conn = conn;
    this.createdAt = Date.now();
    this.usedAt = this.createdAt;
  }

  /** Ends one use. A healthy entry goes back to its pool, a closed one is replaced there, a tainted one is closed. */
  async recycle(): Promise<void> {
    const pool = this.pool;
    if (pool === null) this.conn.close();
    else await pool.put(this.conn.closed ? null : this);
  }

  /**
   * Takes the entry out of its pool for good, and resolves when the pool has opened a replacement. From here on
   * the connection does not count against the pool's capacity.
   */
  async taint(): Promise<void> {
    const pool = this.pool;
    if (pool === null) return;
    this.pool = null;
    await pool.put(null);
  }
}
