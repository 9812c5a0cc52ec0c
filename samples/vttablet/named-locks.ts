interface Waiting {
  readonly owner: number;
  readonly timer: NodeJS.Timeout;
  readonly settle: (granted: boolean) => void;
}

interface Held {
  owner: number;
  /** Times that the owner took it: it must release it as often. */
  depth: number;
  readonly queue: Waiting[];
}

/** MySQL's user-level locks: bound to a connection, reentrant, gone when the connection goes. */
export class NamedLocks {
  private readonly held = new Map<string, Held>();

  /** `GET_LOCK()`: true when granted, false after `timeoutMs`. */
  acquire(name: string, owner: number, timeoutMs: number): Promise<boolean> {
    const lock = this.held.get(name);
    if (lock === undefined) {
      this.held.set(name, { owner, depth: 1, queue: [] });
      return Promise.resolve(true);
    }
    if (lock.owner === owner) {
      lock.depth += 1;
      return Promise.resolve(true);
    }
    return new Promise((settle) => {
      const timer = setTimeout(() => {
        lock.queue.splice(lock.queue.indexOf(waiting), 1);
        settle(false);
      }, timeoutMs);
      const waiting: Waiting = { owner, timer, settle };
      lock.queue.push(waiting);
    });
  }

  /** `RELEASE_LOCK()`: 1 released, 0 held by another connection, `null` held by nobody. */
  release(name: string, owner: number): 0 | 1 | null {
    const lock = this.held.get(name);
    if (lock === undefined) return null;
    if (lock.owner !== owner) return 0;
    lock.depth -= 1;
    if (lock.depth === 0) this.passOn(name, lock);
    return 1;
  }

  /** The connection that holds a lock, or `null`. */
  ownerOf(name: string): number | null {
    return this.held.get(name)?.owner ?? null;
  }

  /** All that a connection holds or waits for goes with it. Returns how many locks it held. */
  releaseAll(owner: number): number {
    let released = 0;
    for (const [name, lock] of this.held) {
      for (const waiting of lock.queue.filter((each) => each.owner === owner)) {
        lock.queue.splice(lock.queue.indexOf(waiting), 1);
        clearTimeout(waiting.timer);
        waiting.settle(false);
      }
      if (lock.owner !== owner) continue;
      released += 1;
      this.passOn(name, lock);
    }
    return released;
  }

  private passOn(name: string, lock: Held): void {
    const next = lock.queue.shift();
    if (next === undefined) {
      this.held.delete(name);
      return;
    }
    lock.owner = next.owner;
    lock.depth = 1;
    clearTimeout(next.timer);
    next.settle(true);
  }
}
