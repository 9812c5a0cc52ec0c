import type { IdleStack } from './pool.js';
import type { PoolConnection, Pooled } from './pooled.js';

/**
 * Idle connections, most recently used first. Intrusive: the links are in the entries, so a push or a pop allocates
 * nothing.
 */
export class ConnStack<C extends PoolConnection> implements IdleStack<C> {
  private top: Pooled<C> | null = null;
  private count = 0;

  /** Entries on the stack. */
  get length(): number {
    return this.count;
  }

  push(entry: Pooled<C>): void {
    entry.next = this.top;
    this.top = entry;
    this.count += 1;
  }

  pop(): Pooled<C> | null {
    const entry = this.top;
    if (entry === null) return null;
    this.top = entry.next;
    this.count -= 1;
    return entry;
  }
}
