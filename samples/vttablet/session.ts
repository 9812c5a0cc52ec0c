import type { ClientSession, RunStatement, SessionConfig } from './client-session.js';
import type { Row } from './db-connection.js';
import { Reservation } from './reservation.js';
import type { StatefulConnection } from './stateful-connection.js';
import type { StatefulPool } from './stateful-pool.js';

/** How long `GET_LOCK()` waits on the server. */
const LOCK_TIMEOUT_S = 5;

/**
 * A client's session as vtgate sees it. The first lock reserves a connection, since MySQL binds locks to
 * connections; all queries run on it from then on, until the session ends.
 */
export class Session implements ClientSession {
  readonly id: number;
  reservation: Reservation | null = null;
  private readonly config: SessionConfig;
  private readonly pool: StatefulPool;
  private readonly runStatement: RunStatement;
  private lease: StatefulConnection | null = null;
  private readonly locks = new Set<string>();
  private heartbeat: NodeJS.Timeout | null = null;
  private heartbeats = 0;
  /** The heartbeat's query while it runs. */
  private beating: Promise<void> | null = null;
  private running = false;
  private ended = false;

  constructor(id: number, config: SessionConfig, pool: StatefulPool, runStatement: RunStatement) {
    this.id = id;
    this.config = config;
    this.pool = pool;
    this.runStatement = runStatement;
  }

  get heartbeatCount(): number {
    return this.heartbeats;
  }

  get isReserving(): boolean {
    return this.lease !== null;
  }

  async lock(name: string): Promise<void> {
    if (this.lease === null) await this.reserve();
    const [row] = await this.query(`SELECT GET_LOCK('${name}', ${LOCK_TIMEOUT_S}) AS granted`);
    if (row?.['granted'] !== 1) throw new Error(`session ${this.id} did not get lock ${name}`);
    this.locks.add(name);
  }

  async unlock(name: string): Promise<void> {
    await this.query(`SELECT RELEASE_LOCK('${name}') AS released`);
    this.locks.delete(name);
  }

  async query(sql: string): Promise<Row[]> {
    if (this.beating !== null) await this.beating;
    return await this.run(sql);
  }

  async end(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    const { lease } = this;
    if (lease === null) return;
    try {
      for (const name of [...this.locks]) await this.unlock(name);
    } finally {
      this.lease = null;
      await lease.release('was released by its session');
    }
  }

  private async reserve(): Promise<void> {
    const lease = await this.pool.reserve();
    await lease.unlock();
    this.lease = lease;
    if (this.config.attributeReservations) Reservation.bind(this, lease.connection);
    if (this.config.heartbeatMs > 0) {
      this.heartbeat = setInterval(() => this.beat(), this.config.heartbeatMs);
      this.heartbeat.unref();
    }
  }

  private async run(sql: string): Promise<Row[]> {
    const { lease } = this;
    if (lease === null) throw new Error(`session ${this.id} has no reserved connection`);
    this.running = true;
    try {
      return await this.runStatement(this.pool, lease.id, sql);
    } finally {
      this.running = false;
    }
  }

  private beat(): void {
    if (this.ended || this.running || this.lease === null) return;
    this.heartbeats += 1;
    const done = (): void => {
      this.beating = null;
    };
    // The session's next query reports a broken connection; the heartbeat has no caller to report it to.
    this.beating = this.run('SELECT 1 AS alive').then(done, done);
  }
}
