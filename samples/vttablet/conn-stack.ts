import type { PoolConnection, Pooled } from './pooled.js';

/**
 * Idle connections, most recently used first. Intrusive: the links are in the entries, so a push or a pop allocates
 * nothing.
 *
 * The fault of Vitess v19 (issue 17808) can be put back in: with `keepNextOnPop` an entry that leaves the stack keeps
 * pointing at what lay below it. The program no longer follows that link, but the garbage collector does: one reserved
 * entry that stays alive keeps the whole run of entries behind it, long after those were closed.
 */
export class ConnStack<C extends PoolConnection> {
  private top: Pooled<C> | null = null;
  private count = 0;
  private readonly keepNextOnPop: boolean;

  constructor(keepNextOnPop: boolean) {
    this.keepNextOnPop = keepNextOnPop;
  }

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
    if (!this.keepNextOnPop) entry.next = null;
    return entry;
  }
}
