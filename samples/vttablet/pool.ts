import { type PoolConnection, Pooled } from './pooled.js';
import { SETTING_STACKS, type Setting } from './setting.js';
import { Waitlist } from './waitlist.js';

/** The pool was closed. */
export class PoolClosedError extends Error {
  override readonly name = 'PoolClosedError';
}

export interface PoolConfig {
  /** Most connections open at once, those not counted that left with a reservation. */
  readonly capacity: number;
  /** How long a caller waits for a connection when all are lent. */
  readonly waitTimeoutMs: number;
  /** Idle connections unused for longer are closed; 0 switches the closer off. */
  readonly idleTimeoutMs: number;
  /** Connections older than this are reopened when they come back; 0 means any age is fine. */
  readonly maxLifetimeMs: number;
}

/** What the pool needs from a stack of idle connections. `ConnStack` is the real one. */
export interface IdleStack<C extends PoolConnection> {
  readonly length: number;
  push(entry: Pooled<C>): void;
  pop(): Pooled<C> | null;
}

/** Counters that only ever rise. */
export class PoolMetrics {
  getCount = 0;
  getWithSettingCount = 0;
  waitCount = 0;
  /** Milliseconds that callers have waited, in all. */
  waitTimeMs = 0;
  /** Times that a caller got a connection which carried another setting. */
  diffSetting = 0;
  resetSetting = 0;
  idleClosed = 0;
  maxLifetimeClosed = 0;
  opened = 0;
}

/**
 * vttablet's connection pool. Idle connections lie on one stack when they are clean, and on one of several when
 * they carry a setting, so that a caller who needs that setting finds it applied.
 */
export class ConnPool<C extends PoolConnection> {
  readonly config: PoolConfig;
  readonly metrics = new PoolMetrics();
  private readonly connect: () => Promise<C>;
  private readonly clean: IdleStack<C>;
  private readonly withSetting: IdleStack<C>[];
  private readonly waitlist = new Waitlist<C>();
  private readonly idleCloser: NodeJS.Timeout | null;
  /** Connections that belong to the pool: idle, lent, or being opened. */
  private activeCount = 0;
  private borrowedCount = 0;
  private closed = false;

  constructor(config: PoolConfig, connect: () => Promise<C>, newStack: () => IdleStack<C>) {
    this.config = config;
    this.connect = connect;
    this.clean = newStack();
    this.withSetting = Array.from({ length: SETTING_STACKS }, newStack);
    this.idleCloser = this.startIdleCloser();
  }

  get capacity(): number {
    return this.config.capacity;
  }

  get active(): number {
    return this.activeCount;
  }

  /** Connections out on loan. A tainted connection is no longer on loan: it is gone. */
  get borrowed(): number {
    return this.borrowedCount;
  }

  get idle(): number {
    return this.withSetting.reduce((sum, stack) => sum + stack.length, this.clean.length);
  }

  get waiters(): number {
    return this.waitlist.length;
  }

  /**
   * Borrows a connection, with `setting` applied, or with none. Give it back with `Pooled.recycle()`.
   * @throws PoolTimeoutError when all connections stay lent, PoolClosedError after `close()`
   */
  async get(setting: Setting | null = null): Promise<Pooled<C>> {
    this.assertOpen();
    if (setting === null) this.metrics.getCount += 1;
    else this.metrics.getWithSettingCount += 1;

    const entry = this.popIdle(setting) ?? (await (this.hasRoom ? this.openNew() : this.popOrWait(setting)));
    this.borrowedCount += 1;
    try {
      await this.bringTo(entry, setting);
    } catch (error) {
      entry.conn.close();
      await entry.recycle();
      throw error;
    }
    return entry;
  }

  /** Takes back what {@link get} lent. `null` stands for a connection that will not come back: it is replaced. */
  async put(entry: Pooled<C> | null): Promise<void> {
    this.borrowedCount -= 1;
    const returned = entry === null ? await this.openReplacement() : await this.freshen(entry);
    if (returned === null) return;
    if (this.closed) this.discard(returned);
    else if (!this.waitlist.tryGrant(returned)) this.stackOf(returned.conn.setting).push(returned);
  }

  /** Closes idle connections that were not used for longer than the idle timeout. The background closer's work. */
  closeIdle(now: number = Date.now()): void {
    for (const stack of [...this.withSetting, this.clean]) {
      const kept: Pooled<C>[] = [];
      for (let entry = stack.pop(); entry !== null; entry = stack.pop()) {
        if (now - entry.usedAt <= this.config.idleTimeoutMs) kept.push(entry);
        else {
          this.metrics.idleClosed += 1;
          this.discard(entry);
        }
      }
      for (const entry of kept.reverse()) stack.push(entry);
    }
  }

  /** Closes the idle connections, and the lent ones when they come back. */
  close(): void {
    this.closed = true;
    if (this.idleCloser !== null) clearInterval(this.idleCloser);
    this.waitlist.refuseAll(new PoolClosedError('the connection pool was closed'));
    for (let entry = this.popAny(); entry !== null; entry = this.popAny()) this.discard(entry);
  }

  /** A setting's own stack first, then the clean one: applying is cheaper than opening. */
  private popIdle(setting: Setting | null): Pooled<C> | null {
    if (setting === null) return this.clean.pop();
    return this.stackOf(setting).pop() ?? this.clean.pop();
  }

  private popAny(): Pooled<C> | null {
    for (const stack of [...this.withSetting, this.clean]) {
      const entry = stack.pop();
      if (entry !== null) return entry;
    }
    return null;
  }

  private get hasRoom(): boolean {
    return this.activeCount < this.config.capacity;
  }

  private openNew(): Promise<Pooled<C>> {
    this.activeCount += 1;
    return this.openCounted();
  }

  /** Any idle connection will do, whatever its setting, before the caller has to wait. */
  private async popOrWait(setting: Setting | null): Promise<Pooled<C>> {
    return this.popAny() ?? (await this.wait(setting));
  }

  /** Opens a connection whose slot is counted already, and gives up the slot on failure. */
  private async openCounted(): Promise<Pooled<C>> {
    try {
      const conn = await this.connect();
      this.metrics.opened += 1;
      return new Pooled(this, conn);
    } catch (error) {
      this.activeCount -= 1;
      throw error;
    }
  }

  /** The slot of the connection that left passes to its replacement. */
  private async openReplacement(): Promise<Pooled<C> | null> {
    if (!this.closed) return await this.openCounted();
    this.activeCount -= 1;
    return null;
  }

  private async freshen(entry: Pooled<C>): Promise<Pooled<C> | null> {
    entry.usedAt = Date.now();
    const limit = this.config.maxLifetimeMs;
    if (limit === 0 || this.closed || entry.usedAt - entry.createdAt <= limit) return entry;
    this.metrics.maxLifetimeClosed += 1;
    entry.conn.close();
    return await this.openReplacement();
  }

  private async wait(setting: Setting | null): Promise<Pooled<C>> {
    const start = Date.now();
    this.metrics.waitCount += 1;
    try {
      return await this.waitlist.wait(setting, this.config.waitTimeoutMs);
    } finally {
      this.metrics.waitTimeMs += Date.now() - start;
    }
  }

  private async bringTo(entry: Pooled<C>, setting: Setting | null): Promise<void> {
    const { conn } = entry;
    if (conn.setting === setting) return;
    if (conn.setting !== null) {
      if (setting !== null) this.metrics.diffSetting += 1;
      this.metrics.resetSetting += 1;
      await conn.resetSetting();
    }
    if (setting !== null) await conn.applySetting(setting);
  }

  private discard(entry: Pooled<C>): void {
    entry.conn.close();
    this.activeCount -= 1;
  }

  private stackOf(setting: Setting | null): IdleStack<C> {
    return (setting === null ? undefined : this.withSetting[setting.bucket]) ?? this.clean;
  }

  private assertOpen(): void {
    if (this.closed) throw new PoolClosedError('the connection pool is closed');
  }

  private startIdleCloser(): NodeJS.Timeout | null {
    if (this.config.idleTimeoutMs === 0) return null;
    return setInterval(() => this.closeIdle(), Math.max(1, this.config.idleTimeoutMs / 10)).unref();
  }
}
