import { Activity } from './activity.js';
import { ConnectionBook } from './connection-book.js';
import { DbConnection, type ServerAddress } from './db-connection.js';
import { ConnPool, type PoolConfig } from './pool.js';
import { Session, type SessionConfig } from './session.js';
import { SettingCache } from './setting.js';
import { StatefulPool } from './stateful-pool.js';

export interface TabletConfig {
  readonly pool: PoolConfig;
  readonly session: SessionConfig;
  /** Fault: a closed connection stays in the book. */
  readonly keepClosedInBook: boolean;
}

/** One tablet: its pools, and the sessions that hold a lock for as long as the process runs. */
export class Tablet {
  readonly config: TabletConfig;
  readonly activity = new Activity();
  readonly book: ConnectionBook;
  readonly settings = new SettingCache();
  readonly pool: ConnPool<DbConnection>;
  readonly statefulPool: StatefulPool;
  /** Sessions with a leader lock: alive, in use, and not a leak. */
  readonly leaders: Session[] = [];
  private lastSessionId = 0;

  constructor(config: TabletConfig, address: ServerAddress) {
    this.config = config;
    this.book = new ConnectionBook(config.keepClosedInBook);
    this.pool = new ConnPool<DbConnection>(config.pool, () => DbConnection.open(address, this.book, this.activity));
    this.statefulPool = new StatefulPool(this.pool);
  }

  /** Fills the pool to its capacity, so that every session finds an idle connection. */
  async open(): Promise<void> {
    const outcomes = await Promise.allSettled(Array.from({ length: this.pool.capacity }, () => this.pool.get()));
    for (const outcome of outcomes) if (outcome.status === 'fulfilled') await outcome.value.recycle();
    // Only now: a connection that is still lent when the pool closes would keep its socket, and the process.
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  newSession(): Session {
    this.lastSessionId += 1;
    return new Session(this.lastSessionId, this.config.session, this.statefulPool);
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
