import type { PoolConnection, Pooled } from './pooled.js';
import type { Setting } from './setting.js';

/** No connection was returned in time. */
export class PoolTimeoutError extends Error {
  override readonly name = 'PoolTimeoutError';
}

/** How often a waiter may be passed over in favor of one that wants the exact setting a connection has. */
const MAX_AGE = 8;

interface Waiter<C extends PoolConnection> {
  readonly setting: Setting | null;
  readonly timer: NodeJS.Timeout;
  readonly grant: (entry: Pooled<C>) => void;
  readonly refuse: (error: Error) => void;
  /** Times that it was passed over. */
  age: number;
}

/** Those who wait for a connection while the pool is at its capacity, longest wait first. */
export class Waitlist<C extends PoolConnection> {
  private readonly waiters: Waiter<C>[] = [];

  get length(): number {
    return this.waiters.length;
  }

  /**
   * Waits until a connection is handed over.
   * @throws PoolTimeoutError after `timeoutMs`
   */
  wait(setting: Setting | null, timeoutMs: number): Promise<Pooled<C>> {
    return new Promise((grant, refuse) => {
      const timer = setTimeout(() => {
        this.waiters.splice(this.waiters.indexOf(waiter), 1);
        refuse(new PoolTimeoutError(`no connection was returned within ${timeoutMs} ms`));
      }, timeoutMs);
      const waiter: Waiter<C> = { setting, timer, grant, refuse, age: 0 };
      this.waiters.push(waiter);
    });
  }

  /**
   * Hands a connection to a waiter: to the first one that wants exactly its setting or has been passed over too
   * often, else to the one that has waited longest. False when nobody waits.
   */
  tryGrant(entry: Pooled<C>): boolean {
    if (this.waiters.length === 0) return false;
    let chosen = this.waiters.findIndex((waiter) => {
      if (waiter.setting === entry.conn.setting || waiter.age >= MAX_AGE) return true;
      waiter.age += 1;
      return false;
    });
    if (chosen === -1) chosen = 0;
    const [waiter] = this.waiters.splice(chosen, 1);
    if (waiter === undefined) return false;
    clearTimeout(waiter.timer);
    waiter.grant(entry);
    return true;
  }

  /** Rejects all waiters, for instance because the pool closes. */
  refuseAll(error: Error): void {
    for (const waiter of this.waiters.splice(0)) {
      clearTimeout(waiter.timer);
      waiter.refuse(error);
    }
  }
}
