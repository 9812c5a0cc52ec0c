import { Activity } from './activity.js';
import type { ClientSession, SessionConfig } from './client-session.js';
import { type Book, DbConnection, type ServerAddress } from './db-connection.js';
import type { Parts } from './parts.js';
import { ConnPool, type PoolConfig } from './pool.js';
import { SettingCache } from './setting.js';
import { StatefulPool } from './stateful-pool.js';

export interface TabletConfig {
  readonly pool: PoolConfig;
  readonly session: SessionConfig;
}

/** One tablet: its pools, and the sessions that hold a lock for as long as the process runs. */
export class Tablet {
  readonly config: TabletConfig;
  readonly activity = new Activity();
  readonly book: Book;
  readonly settings = new SettingCache();
  readonly pool: ConnPool<DbConnection>;
  readonly statefulPool: StatefulPool;
  /** Sessions with a leader lock: alive, in use, and not a leak. */
  readonly leaders: ClientSession[] = [];
  private readonly parts: Parts;
  private lastSessionId = 0;

  constructor(config: TabletConfig, parts: Parts, address: ServerAddress) {
    this.config = config;
    this.parts = parts;
    this.book = new parts.ConnectionBook();
    this.pool = new ConnPool<DbConnection>(
      config.pool,
      () => DbConnection.open(address, this.book, this.activity),
      () => new parts.ConnStack(),
    );
    this.statefulPool = new StatefulPool(this.pool);
  }

  /** Fills the pool to its capacity, so that every session finds an idle connection. */
  async open(): Promise<void> {
    const outcomes = await Promise.allSettled(Array.from({ length: this.pool.capacity }, () => this.pool.get()));
    for (const outcome of outcomes) if (outcome.status === 'fulfilled') await outcome.value.recycle();
    // Only now: a connection that is still lent when the pool closes would keep its socket, and the process.
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  newSession(): ClientSession {
    const { Session, runStatement } = this.parts;
    this.lastSessionId += 1;
    return new Session(this.lastSessionId, this.config.session, this.statefulPool, runStatement);
  }

  /**
   * Closes every connection: the leaders' when their locks are released, then what is left in the ledger, then the
   * idle ones. A leader whose connection broke has no lock to release any more.
   */
  async close(): Promise<void> {
    await Promise.allSettled(this.leaders.splice(0).map((leader) => leader.end()));
    await this.statefulPool.shutdownNonTx();
    await this.statefulPool.shutdownAll();
    this.pool.close();
  }
}
