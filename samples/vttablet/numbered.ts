/** A requested resource is not in the ledger, or another caller is using it. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
}

/** Ended entries that are remembered, to say why an id is no longer known. */
const MAX_REMEMBERED = 32;

interface LedgerEntry<R> {
  readonly resource: R;
  readonly createdAt: number;
  usedAt: number;
  inUse: boolean;
  /** What it is in use for, or what it was last used for. */
  purpose: string;
}

/** The numbered ledger: every resource that was given out, under the id its user knows it by. */
export class Numbered<R> {
  private readonly entries = new Map<number, LedgerEntry<R>>();
  private readonly ended = new Map<number, string>();

  get size(): number {
    return this.entries.size;
  }

  register(id: number, resource: R): void {
    if (this.entries.has(id)) throw new LedgerError(`id ${id} is already in the ledger`);
    const now = Date.now();
    this.entries.set(id, { resource, createdAt: now, usedAt: now, inUse: false, purpose: '' });
  }

  /** Strikes an entry out and remembers why. Unknown ids are fine: the first reason counts. */
  unregister(id: number, reason: string): void {
    if (!this.entries.delete(id)) return;
    this.ended.set(id, reason);
    for (const oldest of this.ended.keys()) {
      if (this.ended.size <= MAX_REMEMBERED) break;
      this.ended.delete(oldest);
    }
  }

  /**
   * Marks an entry as in use, and returns its resource.
   * @throws LedgerError when the id is unknown, or its resource is in use
   */
  take(id: number, purpose: string): R {
    const entry = this.entries.get(id);
    if (entry === undefined) throw new LedgerError(`connection ${id} ${this.ended.get(id) ?? 'was not found'}`);
    if (entry.inUse) throw new LedgerError(`connection ${id} is in use: ${entry.purpose}`);
    entry.inUse = true;
    entry.purpose = purpose;
    return entry.resource;
  }

  /** Marks an entry as free to be taken again. */
  giveBack(id: number): void {
    const entry = this.entries.get(id);
    if (entry === undefined) return;
    entry.inUse = false;
    entry.usedAt = Date.now();
  }

  /** Takes every free entry that `wanted` accepts. */
  takeAll(purpose: string, wanted: (resource: R) => boolean): R[] {
    const taken: R[] = [];
    for (const entry of this.entries.values()) {
      if (entry.inUse || !wanted(entry.resource)) continue;
      entry.inUse = true;
      entry.purpose = purpose;
      taken.push(entry.resource);
    }
    return taken;
  }

  /** All resources, in use or not, in the order of their registration. */
  all(): R[] {
    return Array.from(this.entries.values(), (entry) => entry.resource);
  }
}
