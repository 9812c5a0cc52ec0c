import type { LendingClass, LendingMethod } from '../profiles/lending-classes.js';
import type { LeaseRecorder, RecordedClass, RecordedFrame, RecorderStatus } from './recorded.js';

/**
 * Creates a recorder. It is also sent to other processes as text, so it uses nothing from outside, and stands in one piece.
 *
 * What it adds to the program's objects refers to it weakly only: once it is gone, they do nothing but pass calls on. What it
 * knows of a resource is a number in a WeakMap, which keeps nothing alive and adds no object to a heap snapshot.
 */
export function createLeaseRecorder(): LeaseRecorder {
  const MOST_PLACES = 1_000;
  const MOST_FRAMES = 30;
  /** Frames that are kept from the first one of the program on. */
  const MOST_OF_PROGRAM = 12;
  /** Time is counted in tenths of a second, so that time and place fit into a small integer for two days. */
  const TICK_MS = 100;
  const PLACES_PER_TICK = 1_024;
  const NO_ROOM = PLACES_PER_TICK - 1;
  const TICK_OF_TIMER_MS = 1_000;
  const ANY_POOL = {};

  const { apply, ownKeys, defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, setPrototypeOf } =
    Reflect;
  const then = Promise.prototype.then;
  const textOf = Function.prototype.toString;
  const startTimer = setInterval;
  const stopTimer = clearInterval;
  const clock = performance;
  const errors = Error as ErrorConstructor & { stackTraceLimit?: unknown };

  type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;
  type Ref = WeakRef<Recorder>;
  interface Wrapped {
    readonly owner: object;
    readonly key: PropertyKey;
    /** Null where it inherits the method. */
    readonly descriptor: PropertyDescriptor | null;
    readonly wrapper: AnyFunction;
  }

  const isFunction = (value: unknown): value is AnyFunction => typeof value === 'function';
  const isObject = (value: unknown): value is object =>
    (typeof value === 'object' && value !== null) || typeof value === 'function';
  const takeSites = (_: unknown, sites: NodeJS.CallSite[]): NodeJS.CallSite[] => sites;
  const ignore = (): void => undefined;

  const follow = (value: unknown, path: readonly string[]): unknown => {
    let found = value;
    for (const name of path) {
      if (!isObject(found)) return undefined;
      found = (found as Record<string, unknown>)[name];
    }
    return found;
  };

  /** The own key that a method has: its name, or a symbol by its description. */
  const keyIn = (owner: object, name: string): PropertyKey | undefined => {
    const described = /^<symbol (.+)>$/.exec(name)?.[1];
    if (described === undefined) return Object.hasOwn(owner, name) ? name : undefined;
    return ownKeys(owner).find((key) => typeof key === 'symbol' && key.description === described);
  };

  /** Calls what an object inherits at that moment. */
  const inherited = (owner: object, key: PropertyKey): AnyFunction | undefined => {
    const parent = getPrototypeOf(owner) as Record<PropertyKey, unknown> | null;
    if (parent === null || !isFunction(parent[key])) return undefined;
    const { method } = {
      method(this: unknown, ...args: unknown[]): unknown {
        return apply(parent[key] as AnyFunction, this, args);
      },
    };
    return resemble(method, parent[key]);
  };

  /** Gives `copy` the name, the length, the prototype and the own properties of `original`. */
  const resemble = (copy: AnyFunction, original: AnyFunction): AnyFunction => {
    for (const key of ownKeys(original)) {
      if (key === 'prototype' || key === 'arguments' || key === 'caller') continue;
      const descriptor = getOwnPropertyDescriptor(original, key);
      if (descriptor !== undefined) defineProperty(copy, key, descriptor);
    }
    const prototype = getPrototypeOf(original);
    if (getPrototypeOf(copy) !== prototype) setPrototypeOf(copy, prototype);
    return copy;
  };

  // None of the following functions may see a recorder otherwise than by its weak reference: the program keeps them.

  const wrapMethod = (ref: Ref, original: AnyFunction, method: LendingMethod): AnyFunction => {
    const { wrapper } = {
      wrapper(this: unknown, ...args: unknown[]): unknown {
        const recorder = ref.deref();
        if (recorder === undefined || !recorder.isArmed) return apply(original, this, args);
        switch (method.does) {
          case 'acquire':
            return recorder.acquire(original, wrapper, this, args, method);
          case 'start':
            return recorder.start(original, wrapper, this, args, method);
          case 'continue':
            return recorder.continue(original, this, args);
          case 'release':
            if (method.event === undefined || method.event === args[0])
              recorder.release(method.gives === 'this' ? this : args[0]);
            return apply(original, this, args);
        }
      },
    };
    return resemble(wrapper, original);
  };

  const wrapCallback = (ref: Ref, callback: AnyFunction, place: number, method: LendingMethod): AnyFunction => {
    const { wrapper } = {
      wrapper(this: unknown, ...args: unknown[]): unknown {
        const recorder = ref.deref();
        if (recorder === undefined) return apply(callback, this, args);
        recorder.called(args, place, method);
        return recorder.asProgram(() => apply(callback, this, args));
      },
    };
    return resemble(wrapper, callback);
  };

  /** The lease lasts until the function returns, or its promise is settled. */
  const wrapUser = (ref: Ref, user: AnyFunction, place: number, method: LendingMethod): AnyFunction => {
    const { wrapper } = {
      wrapper(this: unknown, ...args: unknown[]): unknown {
        const recorder = ref.deref();
        if (recorder === undefined) return apply(user, this, args);
        const resource = follow(args[0], method.entry);
        recorder.lent(resource, place);
        let result: unknown;
        try {
          result = recorder.asProgram(() => apply(user, this, args));
        } catch (error) {
          recorder.release(resource);
          throw error;
        }
        if (!whenSettled(result, releasing(ref, resource))) recorder.release(resource);
        return result;
      },
    };
    return resemble(wrapper, user);
  };

  const releasing = (ref: Ref, resource: unknown) => {
    // The promise may stay pending for ever, and must not keep the resource.
    const weak = isObject(resource) ? new WeakRef(resource) : null;
    return (): void => ref.deref()?.release(weak?.deref());
  };

  const lending = (ref: Ref, place: number, path: readonly string[]) => (value: unknown) => {
    ref.deref()?.lent(follow(value, path), place);
  };

  /** Whether it is a promise. Anything else that has a `then` may start its work when that is called. */
  const whenFulfilled = (value: unknown, done: (value: unknown) => void): boolean => {
    try {
      apply(then, value, [done, ignore]);
      return true;
    } catch {
      return false;
    }
  };
  const whenSettled = (value: unknown, done: () => void): boolean => {
    try {
      apply(then, value, [done, done]);
      return true;
    } catch {
      return false;
    }
  };

  class Recorder implements LeaseRecorder {
    readonly taken = new WeakMap<object, number>();
    readonly #ref: Ref = new WeakRef(this as Recorder);
    readonly #wrapped: Wrapped[] = [];
    readonly #wrappers = new WeakSet<object>();
    readonly #classes: RecordedClass[] = [];
    readonly #startMs = clock.now();
    readonly #hadFormatter = Object.hasOwn(errors, 'prepareStackTrace');
    readonly #places: { frames: RecordedFrame[]; checkouts: number }[] = [];
    readonly #placeByKey = new Map<string, number>();
    readonly #ofProgram = new Map<string, boolean>();
    /** The call of a method of a pool that runs at the moment: what it calls of the same pool belongs to it. */
    #running: { readonly self: unknown; readonly place: number } | null = null;
    /** Work that checks out later → the place that started it. */
    readonly #started = new WeakMap<object, number>();
    #endMs: number | null = null;
    #missed = 0;
    #timer: NodeJS.Timeout | null = null;
    #checkouts = 0;
    #releases = 0;
    #unseen = 0;
    #kept = 0;

    get isArmed(): boolean {
      return this.#endMs === null;
    }

    arm(functions: ArrayLike<unknown>, classes: readonly LendingClass[]): RecordedClass[] {
      const found: RecordedClass[] = [];
      for (const candidate of Array.from(functions)) {
        if (!isFunction(candidate)) continue;
        const name = getOwnPropertyDescriptor(candidate, 'name')?.value as unknown;
        const text = textOfClass(candidate, classes, name);
        if (text === null) continue;
        for (const lending of classes) {
          if (!isOfClass(candidate, text, name, lending)) continue;
          let isLending = false;
          for (const method of lending.methods) {
            const prototype = getOwnPropertyDescriptor(candidate, 'prototype')?.value as unknown;
            let owner: unknown = prototype;
            while (isObject(owner) && keyIn(owner, method.name) === undefined) owner = getPrototypeOf(owner);
            if (!isObject(owner) || owner === Object.prototype) continue;
            // Everything that emits events inherits the method: only what lends is to have one of its own.
            if (method.event !== undefined && !isLending) continue;
            const home = method.event === undefined ? owner : (prototype as object);
            if (!this.#wrap(home, method)) continue;
            isLending = true;
            const maker = getOwnPropertyDescriptor(home, 'constructor')?.value as unknown;
            const className = isFunction(maker) ? maker.name : String(name);
            const row = found.find((each) => each.profile === lending.profile && each.class === className);
            if (row === undefined) found.push({ profile: lending.profile, class: className, methods: [method.name] });
            else row.methods.push(method.name);
          }
        }
      }
      this.#classes.push(...found);
      return found;
    }

    #wrap(owner: object, method: LendingMethod): boolean {
      const key = keyIn(owner, method.name) ?? method.name;
      const descriptor = getOwnPropertyDescriptor(owner, key) ?? null;
      const original = descriptor === null ? inherited(owner, key) : (descriptor.value as unknown);
      if (descriptor?.configurable === false || !isFunction(original) || this.#wrappers.has(original)) return false;
      const wrapper = wrapMethod(this.#ref, original, method);
      const like = descriptor ?? { writable: true, enumerable: false, configurable: true };
      if (!defineProperty(owner, key, { ...like, value: wrapper })) return false;
      this.#wrappers.add(wrapper);
      this.#wrapped.push({ owner, key, descriptor, wrapper });
      return true;
    }

    disarm(): void {
      if (!this.isArmed) return;
      this.#endMs = clock.now();
      if (this.#timer !== null) stopTimer(this.#timer);
      this.#timer = null;
      for (const { owner, key, descriptor, wrapper } of this.#wrapped.reverse()) {
        const isOurs = getOwnPropertyDescriptor(owner, key)?.value === wrapper;
        const restore = (): boolean =>
          descriptor === null ? deleteProperty(owner, key) : defineProperty(owner, key, descriptor);
        if (!isOurs || !restore()) this.#kept += 1;
      }
      this.#wrapped.length = 0;
      const formatter = getOwnPropertyDescriptor(errors, 'prepareStackTrace');
      if (!this.#hadFormatter && formatter !== undefined && formatter.value === undefined)
        Reflect.deleteProperty(errors, 'prepareStackTrace');
    }

    disarmWithout(seconds: number): void {
      this.#timer = startTimer(() => {
        this.#missed += 1;
        if (this.#missed > seconds) this.disarm();
      }, TICK_OF_TIMER_MS);
      this.#timer.unref();
    }

    beat(): void {
      this.#missed = 0;
    }

    status(): RecorderStatus {
      return {
        classes: this.#classes,
        recordedMs: Math.round(this.#nowMs()),
        checkouts: this.#checkouts,
        releases: this.#releases,
        unseen: this.#unseen,
        kept: this.#kept,
        places: this.#places,
      };
    }

    read(values: readonly number[]): [number, number][] {
      const nowMs = this.#nowMs();
      return values.map((value) => {
        const place = value % PLACES_PER_TICK;
        const takenMs = Math.floor(value / PLACES_PER_TICK) * TICK_MS;
        return [Math.max(0, Math.round(nowMs - takenMs)), place === NO_ROOM ? -1 : place];
      });
    }

    /** Milliseconds since the start, until it was disarmed. */
    #nowMs(): number {
      return (this.#endMs ?? clock.now()) - this.#startMs;
    }

    acquire(
      original: AnyFunction,
      wrapper: AnyFunction,
      self: unknown,
      args: unknown[],
      method: LendingMethod,
    ): unknown {
      if (method.gives === 'this') return this.#busy(original, self, args);
      const outer = this.#running;
      const isPart = outer !== null && (outer.self === self || outer.self === ANY_POOL);
      const place = isPart ? outer.place : this.#placeOfCall(wrapper);
      const given = this.#replaceFunction(args, place, method);
      this.#running = { self, place };
      let result: unknown;
      try {
        result = apply(original, self, given ?? args);
      } finally {
        this.#running = outer;
      }
      if (method.gives === 'argument') this.lent(follow(args[0], method.entry), place);
      else if (given === null) this.#returned(result, place, method);
      return result;
    }

    /** What has the method is taken, for work that was handed over by a line that is no longer on the stack. */
    #busy(original: AnyFunction, self: unknown, args: unknown[]): unknown {
      const result = apply(original, self, args);
      const work = args.find((argument) => isObject(argument) && this.#started.has(argument)) as object | undefined;
      const place = work === undefined ? undefined : this.#started.get(work);
      // Which of several requests it is busy with cannot be said.
      if (isObject(self)) this.lent(self, this.taken.has(self) ? NO_ROOM : (place ?? NO_ROOM));
      return result;
    }

    start(
      original: AnyFunction,
      wrapper: AnyFunction,
      self: unknown,
      args: unknown[],
      { gives, at }: LendingMethod,
    ): unknown {
      if (gives === 'argument') {
        const handed = args[at ?? 0];
        // Handed over once more, as by something that tries again, it is still the work of the first.
        if (isObject(handed) && !this.#started.has(handed)) this.#started.set(handed, this.#placeOfCall(wrapper));
        return apply(original, self, args);
      }
      const place = this.#placeOfCall(wrapper);
      const work = apply(original, self, args);
      // An inner method may have started it already: the outer one was called by the program.
      if (isObject(work)) this.#started.set(work, place);
      return work;
    }

    continue(original: AnyFunction, self: unknown, args: unknown[]): unknown {
      const place = isObject(self) ? this.#started.get(self) : undefined;
      if (place === undefined) return apply(original, self, args);
      const outer = this.#running;
      this.#running = { self: ANY_POOL, place };
      try {
        return apply(original, self, args);
      } finally {
        this.#running = outer;
      }
    }

    /** The arguments with the function that gets the resource replaced; null where none does. */
    #replaceFunction(args: readonly unknown[], place: number, method: LendingMethod): unknown[] | null {
      const { gives } = method;
      if (gives !== 'auto' && gives !== 'callback' && gives !== 'function') return null;
      const index = gives === 'function' ? args.findIndex(isFunction) : args.findLastIndex(isFunction);
      const wanted = args[index];
      if (!isFunction(wanted)) return null;
      const given = [...args];
      given[index] = (gives === 'function' ? wrapUser : wrapCallback)(this.#ref, wanted, place, method);
      return given;
    }

    #returned(result: unknown, place: number, { entry }: LendingMethod): void {
      if (whenFulfilled(result, lending(this.#ref, place, entry))) return;
      const value = follow(result, entry);
      if (entry.length > 0 && whenFulfilled(value, lending(this.#ref, place, []))) return;
      if (isObject(value) && isFunction((value as { then?: unknown }).then)) this.#unseen += 1;
      else this.lent(value, place);
    }

    /** A callback was called: with an error, or with nothing and the resource. */
    called(args: readonly unknown[], place: number, { entry }: LendingMethod): void {
      const [first, second] = args;
      if (first === null || first === undefined) this.lent(follow(second, entry), place);
      else if (!(first instanceof errors) && args.length === 1) this.lent(follow(first, entry), place);
    }

    lent(resource: unknown, place: number): void {
      if (!this.isArmed || !isObject(resource)) return;
      // An outer method of the pool may give the resource on: that is the same lease.
      if (!this.taken.has(resource)) {
        this.#checkouts += 1;
        const known = this.#places[place];
        if (known !== undefined) known.checkouts += 1;
      }
      this.taken.set(resource, Math.floor(this.#nowMs() / TICK_MS) * PLACES_PER_TICK + place);
    }

    release(resource: unknown): void {
      if (this.isArmed && isObject(resource) && this.taken.delete(resource)) this.#releases += 1;
    }

    /** Calls a function of the program: what it takes is its own. */
    asProgram(call: () => unknown): unknown {
      const running = this.#running;
      this.#running = null;
      try {
        return call();
      } finally {
        this.#running = running;
      }
    }

    #placeOfCall(above: AnyFunction): number {
      try {
        return this.#intern(sitesAbove(above));
      } catch {
        // Such as where errors are frozen.
        return NO_ROOM;
      }
    }

    #intern(sites: readonly NodeJS.CallSite[]): number {
      let key = '';
      const kept: NodeJS.CallSite[] = [];
      let ofProgram = 0;
      for (const site of sites) {
        const file = site.getScriptNameOrSourceURL();
        if (file == null || file === '') continue;
        const isOfProgram = this.#isOfProgram(file);
        if (isOfProgram === undefined) continue;
        if (isOfProgram || ofProgram > 0) ofProgram += 1;
        if (ofProgram > MOST_OF_PROGRAM) break;
        kept.push(site);
        key += `${file}:${site.getPosition()}\n`;
      }
      const known = this.#placeByKey.get(key);
      if (known !== undefined) return known;
      if (this.#places.length >= MOST_PLACES) return NO_ROOM;
      const place = this.#places.length;
      this.#placeByKey.set(key, place);
      this.#places.push({ frames: kept.map(frameOf), checkouts: 0 });
      return place;
    }

    /** Undefined for Node.js itself. */
    #isOfProgram(file: string): boolean | undefined {
      if (file.startsWith('node:')) return undefined;
      let known = this.#ofProgram.get(file);
      if (known === undefined) {
        known = !/[/\\]node_modules[/\\]/.test(file);
        this.#ofProgram.set(file, known);
      }
      return known;
    }
  }

  const frameOf = (site: NodeJS.CallSite): RecordedFrame => ({
    function: site.getFunctionName(),
    file: site.getScriptNameOrSourceURL() ?? '',
    line: Math.max(1, site.getLineNumber() ?? 1),
    column: Math.max(1, site.getColumnNumber() ?? 1),
  });

  const sitesAbove = (above: AnyFunction): readonly NodeJS.CallSite[] => {
    const { stackTraceLimit: limit, prepareStackTrace: formatter } = errors;
    try {
      errors.stackTraceLimit = MOST_FRAMES;
      errors.prepareStackTrace = takeSites;
      const holder: { stack?: unknown } = {};
      errors.captureStackTrace(holder, above);
      return Array.isArray(holder.stack) ? (holder.stack as NodeJS.CallSite[]) : [];
    } finally {
      errors.stackTraceLimit = limit as number;
      errors.prepareStackTrace = formatter as typeof errors.prepareStackTrace;
    }
  };

  /** The text of a class, or of a function that may be one by its name; else null. */
  const textOfClass = (candidate: AnyFunction, classes: readonly LendingClass[], name: unknown): string | null => {
    const text = apply(textOf, candidate, []);
    return text.startsWith('class') || classes.some(({ names }) => names.includes(String(name))) ? text : null;
  };

  const isOfClass = (candidate: AnyFunction, text: string, name: unknown, lending: LendingClass): boolean => {
    const { names, anyName, words, without } = lending;
    if (!(anyName && words.length > 0) && !names.includes(String(name))) return false;
    let whole = text;
    let parent = getPrototypeOf(candidate);
    while (!words.every((word) => whole.includes(word))) {
      // Fields may be those of a class that it extends.
      if (!isFunction(parent) || parent === Function.prototype) return false;
      whole += apply(textOf, parent, []);
      parent = getPrototypeOf(parent);
    }
    return !without.some((word) => whole.includes(word));
  };

  return new Recorder();
}
