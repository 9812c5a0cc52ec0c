import { eachOf, type TwinModel } from '../twin-model.js';

class Gv {
  readonly id: number;
  readonly h: { readonly v: string };
  constructor(id: number) {
    this.id = id;
    this.h = { v: `h${id}` };
  }
}

/** Knows all that it lent. */
class PoolOfGv {
  readonly idle: Gv[] = [];
  readonly inUse = new Set<Gv>();
  #serial = 0;

  acquire(): Gv {
    this.#serial += 1;
    const gv = this.idle.pop() ?? new Gv(this.#serial);
    this.inUse.add(gv);
    return gv;
  }

  release(gv: Gv): void {
    this.inUse.delete(gv);
    this.idle.push(gv);
  }
}

const pool = new PoolOfGv();

/** What knows how to give back, and what the program has: the second calls the first. */
class Entry {
  readonly lines: string[] = [];
  readonly gv = pool.acquire();

  end(): void {
    pool.release(this.gv);
  }
}

class TallyRun {
  readonly entry = new Entry();
  readonly notes: string[] = [];

  write(note: string): this {
    this.notes.push(note);
    return this;
  }

  finish(): void {
    this.entry.end();
  }
}

class Booth {
  readonly windows = new Map<number, { readonly run: TallyRun }>();
}

const booth = new Booth();
let opened = 0;

function open(): number {
  opened += 1;
  booth.windows.set(opened, { run: new TallyRun().write('opened') });
  return opened;
}

function close(key: number): void {
  booth.windows.get(key)?.run.finish();
  booth.windows.delete(key);
}

/** `Booth.windows{}`: runs around wrappers around connections of the pool. Look-alike: eighteen are open at any time. */
export const leaseWrappers: TwinModel = {
  name: 'a run around a wrapper around a connection of the pool',
  buggy: (round) => eachOf(round, () => void open()),
  fixed: (round) => eachOf(round, () => close(open())),
  lookAlike: (round) => eachOf(round, () => close(open() - 18)),
  expected: {
    label: /^(Booth\.windows\{\}|PoolOfGv\.inUse\{\})$/,
    kinds: ['lease-never-released', 'ledger-entry-kept', 'unbounded-collection'],
    findings: 1,
    action: /\btallyRun\.finish\(\)/,
    neverSaid: [/connection\.release\(\)/, /\bentry\.end\(\)/, /Release an? Gv/],
  },
};
