import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';

import { createLeaseRecorder } from '../../src/agent/lease-recorder.js';
import type { LeaseRecorder, LendingClass } from '../../src/agent/recorded.js';

interface Thing {
  readonly number: number;
  back?: () => void;
}

/** A pool that gives what it has by every way there is. */
function makePool() {
  class Depot {
    readonly shelf: Thing[] = Array.from({ length: 5 }, (_, number) => ({ number }));
    readonly queue: ((error: unknown, thing?: Thing) => void)[] = [];
    readonly handedOut = new Set<Thing>();
    take(): Thing {
      const thing = this.shelf.pop();
      if (thing === undefined) throw new Error('empty');
      this.handedOut.add(thing);
      return thing;
    }
    async takeSoon(): Promise<Thing> {
      await Promise.resolve();
      return this.take();
    }
    takeAndCall(callback: (error: unknown, thing?: Thing, done?: () => void) => void): void {
      if (this.shelf.length === 0) {
        this.queue.push(callback);
        return;
      }
      const thing = this.take();
      callback(null, thing, () => this.put(thing));
    }
    takeInside(): { ticket: { promise: Promise<{ thing: Thing }> } } {
      return { ticket: { promise: Promise.resolve({ thing: this.take() }) } };
    }
    use<T>(work: (thing: Thing) => T): T {
      const thing = this.take();
      return work(thing);
    }
    fail(): Promise<Thing> {
      return Promise.reject(new Error('refused'));
    }
    put(thing: Thing): void {
      this.handedOut.delete(thing);
      const waiting = this.queue.shift();
      if (waiting === undefined) this.shelf.push(thing);
      else {
        this.handedOut.add(thing);
        waiting(null, thing);
      }
    }
  }
  return { Depot, pool: new Depot() };
}

const method = (
  name: string,
  more: Partial<LendingClass['methods'][number]> = {},
): LendingClass['methods'][number] => ({
  name,
  does: 'acquire',
  gives: 'auto',
  entry: [],
  ...more,
});

const DEPOT: LendingClass = {
  profile: 'depot',
  names: ['Depot'],
  anyName: true,
  words: ['shelf', 'queue', 'handedOut'],
  without: [],
  methods: [
    method('take'),
    method('takeSoon'),
    method('takeAndCall'),
    method('takeInside', { entry: ['ticket', 'promise'] }),
    method('use', { gives: 'function' }),
    method('fail'),
    method('put', { does: 'release', gives: 'argument' }),
  ],
};

const FUNCTION_NAME = /^\w+$/;

/** Name of the first named function on the stack that took a resource, or null where it is not out. */
function takerOf(recorder: LeaseRecorder, thing: Thing): string | null {
  const value = recorder.taken.get(thing);
  if (value === undefined) return null;
  const [[, place] = [0, -1]] = recorder.read([value]);
  const frames = recorder.status().places[place]?.frames ?? [];
  return frames.find((frame) => FUNCTION_NAME.test(frame.function ?? ''))?.function ?? '';
}

function armed() {
  const { Depot, pool } = makePool();
  const recorder = createLeaseRecorder();
  const classes = recorder.arm([Depot, Depot.prototype.take, 7, () => 0], [DEPOT]);
  return { Depot, pool, recorder, classes };
}

describe('the recorder of checkouts', () => {
  it('finds a class by the words of its text, and says which methods it records', () => {
    const { classes } = armed();
    expect(classes).toEqual([{ profile: 'depot', class: 'Depot', methods: DEPOT.methods.map(({ name }) => name) }]);
  });

  it('leaves a class alone that lacks a word, has a forbidden one, or another name where the name counts', () => {
    const { Depot } = makePool();
    const none = (more: Partial<LendingClass>) => createLeaseRecorder().arm([Depot], [{ ...DEPOT, ...more }]);
    expect(none({ words: ['shelf', 'elsewhere'] })).toEqual([]);
    expect(none({ without: ['handedOut'] })).toEqual([]);
    expect(none({ anyName: false, names: ['Storage'] })).toEqual([]);
  });

  it('names who took a resource that is returned, promised, given to a callback or inside of a result', async () => {
    const { pool, recorder } = armed();
    const byReturn = (function takesNow() {
      return pool.take();
    })();
    const byPromise = await (function takesSoon() {
      return pool.takeSoon();
    })();
    let byCallback: Thing | undefined;
    (function takesBack() {
      pool.takeAndCall((_, thing) => {
        byCallback = thing;
      });
    })();
    const { thing: inside } = await (function takesInside() {
      return pool.takeInside().ticket.promise;
    })();
    expect(takerOf(recorder, byReturn)).toBe('takesNow');
    expect(takerOf(recorder, byPromise)).toBe('takesSoon');
    expect(takerOf(recorder, byCallback as Thing)).toBe('takesBack');
    // A promise of an object that has it is no promise of it.
    expect(takerOf(recorder, inside)).toBe('takesInside');
    expect(recorder.status()).toMatchObject({ unseen: 0 });
  });

  it('forgets a lease when it is returned, and counts the next one of the same resource anew', () => {
    const { pool, recorder } = armed();
    const first = pool.take();
    pool.put(first);
    expect(takerOf(recorder, first)).toBeNull();
    const second = (function takesAgain() {
      return pool.take();
    })();
    expect(second).toBe(first);
    expect(takerOf(recorder, second)).toBe('takesAgain');
    expect(recorder.status()).toMatchObject({ checkouts: 2, releases: 1 });
  });

  it('gives a resource that is handed to a waiter at once to the one who waited', () => {
    const { pool, recorder } = armed();
    const all = Array.from({ length: 5 }, () => pool.take());
    (function waits() {
      pool.takeAndCall(() => undefined);
    })();
    pool.put(all[0] as Thing);
    expect(takerOf(recorder, all[0] as Thing)).toBe('waits');
  });

  it('ends the lease of a function with the function, its error or its promise', async () => {
    const { pool, recorder } = armed();
    let used: Thing | undefined;
    pool.use((thing) => {
      used = thing;
      expect(takerOf(recorder, thing)).not.toBeNull();
    });
    expect(takerOf(recorder, used as Thing)).toBeNull();
    const fails = (): unknown =>
      pool.use((thing) => {
        used = thing;
        throw new Error('work');
      });
    expect(fails).toThrow('work');
    expect(takerOf(recorder, used as Thing)).toBeNull();
    let finish: () => void = () => undefined;
    const working = pool.use(async (thing) => {
      used = thing;
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    expect(takerOf(recorder, used as Thing)).not.toBeNull();
    finish();
    await working;
    expect(takerOf(recorder, used as Thing)).toBeNull();
  });

  it('counts a checkout inside of another one of the same pool once', async () => {
    const { pool, recorder } = armed();
    await pool.takeSoon();
    pool.takeInside();
    expect(recorder.status().checkouts).toBe(2);
  });

  it('passes errors and rejections on, and records nothing for them', async () => {
    const { pool, recorder } = armed();
    await expect(pool.fail()).rejects.toThrow('refused');
    for (let count = 0; count < 5; count += 1) pool.take();
    expect(() => pool.take()).toThrow('empty');
    expect(recorder.status()).toMatchObject({ checkouts: 5, unseen: 0 });
  });

  it('keeps this, name, length, own properties, the result itself and the async context', async () => {
    const { Depot, pool } = makePool();
    const promise = Promise.resolve<Thing>({ number: 9 });
    let self: unknown;
    const original = Object.assign(
      function takeSoon(this: unknown, _first: number, _second: number) {
        self = this;
        return promise;
      },
      { label: 'own' },
    );
    Object.defineProperty(Depot.prototype, 'takeSoon', { value: original, configurable: true, writable: true });
    const recorder = createLeaseRecorder();
    recorder.arm([Depot], [DEPOT]);
    const wrapped = Depot.prototype.takeSoon as unknown as typeof original;
    expect(wrapped).not.toBe(original);
    expect([wrapped.name, wrapped.length, wrapped.label]).toEqual(['takeSoon', 2, 'own']);
    expect(pool.takeSoon()).toBe(promise);
    expect(self).toBe(pool);
    const storage = new AsyncLocalStorage<string>();
    let seen: unknown;
    storage.run('mine', () =>
      pool.takeAndCall(() => {
        seen = storage.getStore();
      }),
    );
    expect(seen).toBe('mine');
    expect(
      await storage.run('other', async () => {
        await pool.takeSoon();
        return storage.getStore();
      }),
    ).toBe('other');
  });

  it('restores each method as it was, in its order, and leaves nothing on Error', () => {
    const { Depot } = makePool();
    const before = Object.getOwnPropertyDescriptors(Depot.prototype);
    const limit = Error.stackTraceLimit;
    const hadFormatter = Object.hasOwn(Error, 'prepareStackTrace');
    const recorder = createLeaseRecorder();
    recorder.arm([Depot], [DEPOT]);
    new Depot().take();
    expect(Object.getOwnPropertyDescriptors(Depot.prototype)).not.toEqual(before);
    recorder.disarm();
    const after = Object.getOwnPropertyDescriptors(Depot.prototype);
    expect(Reflect.ownKeys(after)).toEqual(Reflect.ownKeys(before));
    for (const key of Object.keys(before)) expect(after[key as 'take']).toEqual(before[key as 'take']);
    expect(Error.stackTraceLimit).toBe(limit);
    expect(Object.hasOwn(Error, 'prepareStackTrace')).toBe(hadFormatter);
    expect(recorder.status().kept).toBe(0);
  });

  it('says so when other code has wrapped a method meanwhile, which then passes calls on', () => {
    const { Depot, pool, recorder } = armed();
    const { take } = Depot.prototype;
    Depot.prototype.take = function takeCounted(this: InstanceType<typeof Depot>) {
      return take.call(this);
    };
    recorder.disarm();
    expect(recorder.status().kept).toBe(1);
    expect(pool.take()).toMatchObject({ number: 4 });
    expect(recorder.status().checkouts).toBe(0);
  });

  it('tells how old a lease is', async () => {
    const { pool, recorder } = armed();
    const thing = pool.take();
    await new Promise((resolve) => setTimeout(resolve, 350));
    recorder.disarm();
    const [[ageMs] = [0]] = recorder.read([recorder.taken.get(thing) ?? 0]);
    expect(ageMs).toBeGreaterThanOrEqual(300);
    expect(ageMs).toBeLessThan(5_000);
  });

  it('keeps a bounded number of places, and records leases beyond it without one', () => {
    const { Depot, pool, recorder } = armed();
    const takers = new Function(
      'pool',
      `return [${Array.from({ length: 1_050 }, (_, at) => `function f${at}() { return pool.take(); }`).join(',')}]\n//# sourceURL=takers.js`,
    )(pool) as (() => Thing)[];
    const last = takers.reduce<Thing | null>((before, take) => {
      if (before !== null) pool.put(before);
      return take();
    }, null);
    expect(Depot).toBeDefined();
    expect(recorder.status().places).toHaveLength(1_000);
    expect(recorder.read([recorder.taken.get(last as Thing) ?? 0])).toMatchObject([[expect.any(Number), -1]]);
  });

  it('gives work that takes later to the place that started it', async () => {
    class Job {
      readonly depot: { take(): Thing };
      constructor(depot: { take(): Thing }) {
        this.depot = depot;
      }
      run(): Thing {
        return this.depot.take();
      }
    }
    class Desk {
      readonly jobs: Job[] = [];
      begin(depot: { take(): Thing }): Job {
        const job = new Job(depot);
        this.jobs.push(job);
        return job;
      }
    }
    const { pool, recorder } = armed();
    const row = (name: string, what: 'start' | 'continue', does: string): LendingClass => ({
      ...DEPOT,
      names: [name],
      anyName: false,
      words: [],
      methods: [method(does, { does: what })],
    });
    recorder.arm([Job, Desk], [row('Desk', 'start', 'begin'), row('Job', 'continue', 'run')]);
    const job = (function orders() {
      return new Desk().begin(pool);
    })();
    await Promise.resolve();
    expect(takerOf(recorder, job.run())).toBe('orders');
  });

  it('names who handed over work that a resource is busy with later, until an event says that it is done', () => {
    const hand = Symbol('hand');
    class Crew extends EventEmitter {
      [hand](_options: object, _work: object): boolean {
        return false;
      }
    }
    class Yard {
      readonly waiting: object[] = [];
      [hand](_options: object, work: object): void {
        this.waiting.push(work);
      }
    }
    const emit = EventEmitter.prototype.emit;
    const lending = (name: string, methods: LendingClass['methods']): LendingClass => {
      return { profile: 'yard', names: [name], anyName: false, words: [], without: [], methods };
    };
    const recorder = createLeaseRecorder();
    recorder.arm(
      [Crew, Yard, EventEmitter],
      [
        lending('Crew', [
          method('<symbol hand>', { gives: 'this' }),
          method('emit', { does: 'release', gives: 'this', event: 'drain' }),
        ]),
        lending('Yard', [method('<symbol hand>', { does: 'start', gives: 'argument', at: 1 })]),
        lending('EventEmitter', [method('emit', { does: 'release', gives: 'this', event: 'drain' })]),
      ],
    );
    const [crew, yard] = [new Crew(), new Yard()];
    const thing = crew as unknown as Thing;
    (function orders() {
      yard[hand]({}, { what: 'wall' });
    })();
    (function goesOn() {
      for (const work of yard.waiting) crew[hand]({}, work);
    })();
    expect(takerOf(recorder, thing)).toBe('orders');
    crew.emit('error-free');
    expect(takerOf(recorder, thing)).toBe('orders');
    // Which of two it is busy with cannot be said.
    crew[hand]({}, yard.waiting[0] ?? {});
    expect(takerOf(recorder, thing)).toBe('');
    crew.emit('drain');
    expect(takerOf(recorder, thing)).toBeNull();
    expect(recorder.status()).toMatchObject({ checkouts: 1, releases: 1, kept: 0 });
    expect(EventEmitter.prototype.emit).toBe(emit);
    recorder.disarm();
    expect(Object.hasOwn(Crew.prototype, 'emit')).toBe(false);
    expect(recorder.status().kept).toBe(0);
  });
});
