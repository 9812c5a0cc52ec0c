import { eachOf, type TwinModel } from '../twin-model.js';

class Nx {
  readonly id: number;
  readonly h: { readonly v: string };
  constructor(id: number) {
    this.id = id;
    this.h = { v: `h${id}` };
  }
}

/** Makes a connection for whom has none, and knows all that it lent. */
class PoolOfNx {
  readonly idle: Nx[] = [];
  readonly inUse = new Set<Nx>();
  #serial = 0;

  acquire(): Nx {
    this.#serial += 1;
    const nx = this.idle.pop() ?? new Nx(this.#serial);
    this.inUse.add(nx);
    return nx;
  }

  release(nx: Nx): void {
    this.inUse.delete(nx);
    this.idle.push(nx);
  }
}

const pool = new PoolOfNx();

/** What the program's code takes and gives back: who has one calls `finish()`, never the pool. */
class StepRunner {
  readonly steps: string[] = [];
  readonly connection = pool.acquire();

  run(step: string): this {
    this.steps.push(step);
    return this;
  }

  finish(): void {
    pool.release(this.connection);
  }
}

class Desk {
  readonly runners = new Map<number, StepRunner>();
}

const desk = new Desk();
let taken = 0;

function take(): number {
  taken += 1;
  desk.runners.set(taken, new StepRunner().run('begin'));
  return taken;
}

function end(key: number): void {
  desk.runners.get(key)?.finish();
  desk.runners.delete(key);
}

/** `Desk.runners{}`: runners that nobody finishes, each with a connection of the pool. Look-alike: sixteen run at any time. */
export const runnerObjects: TwinModel = {
  name: 'a runner around a connection of the pool',
  buggy: (round) => eachOf(round, () => void take()),
  fixed: (round) => eachOf(round, () => end(take())),
  lookAlike: (round) => eachOf(round, () => end(take() - 16)),
  expected: {
    label: /^(Desk\.runners\{\}|PoolOfNx\.inUse\{\})$/,
    kinds: ['lease-never-released', 'ledger-entry-kept', 'unbounded-collection'],
    findings: 1,
    counts: [40, 80, 120, 160],
    references: [/Desk\.runners\{\}/],
    action: /\bstepRunner\.finish\(\).*Desk\.runners\{\}/,
    neverSaid: [/connection\.release\(\)/],
  },
};
