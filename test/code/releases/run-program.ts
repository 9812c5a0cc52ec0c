import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';

import { transform } from 'esbuild';

import type { PoolWords, ReleaseCase } from './answers.js';

/** One run of a program, in a world of false libraries. */
export interface Run {
  readonly args: readonly unknown[];
  /** The operation that fails, counted from 1 with the checkouts; 0 for none. */
  readonly failing: number;
  /** Whether queries find nothing. */
  readonly isEmpty: boolean;
  /** Whether a checkout takes longer than any wait of the program. */
  readonly isSlow: boolean;
}

/** Operations after which queries find nothing, so that loops end. */
const FULL_OPERATIONS = 6;
/** Turns of the event loop in which every program comes to rest. */
const TURNS = 60;
const SLOW_TURNS = 20;

type Callback = (error: unknown, ...values: unknown[]) => void;
type Any = Record<string | symbol, unknown>;
type Exported = new (...args: unknown[]) => object;

/** Turns a program into CommonJS without `using`, so that any Node.js runs it. */
export async function loadProgram({ file }: ReleaseCase): Promise<string> {
  const text = await readFile(join(import.meta.dirname, 'programs', file), 'utf8');
  return (await transform(text, { format: 'cjs', target: 'node20', supported: { using: false } })).code;
}

/** Runs a program once, and returns how many connections it took, and how many of them nobody can give back any more. */
export async function countLost(
  code: string,
  { told }: ReleaseCase,
  run: Run,
): Promise<{ taken: number; lost: number }> {
  const world = new World(told, run);
  const module = { exports: {} as Any };
  new Function('require', 'module', 'exports', code)((name: string) => world.library(name), module, module.exports);
  const [exported] = Object.values(module.exports);
  // Twice, as a program may have learned something the first time.
  for (let time = 0; time < 2; time += 1) {
    const handedOut = await world.use(exported as Exported);
    for (let each = 0; each < TURNS; each += 1) await turn();
    world.out.delete(handedOut);
  }
  return { taken: world.taken, lost: world.out.size };
}

class World {
  /** Connections that are out. */
  readonly out = new Set<unknown>();
  /** Checkouts so far. */
  taken = 0;
  readonly #told: PoolWords;
  readonly #run: Run;
  #operations = 0;

  constructor(told: PoolWords, run: Run) {
    this.#told = told;
    this.#run = run;
  }

  /** Uses what a program exports, as its users would; resolves with what it handed out. */
  async use(exported: Exported): Promise<unknown> {
    const { args } = this.#run;
    try {
      if (/^class/.test(String(exported))) {
        const unit = new exported() as Record<string, () => Promise<void>>;
        await unit['begin']?.();
        await unit[String(args[0])]?.();
        return undefined;
      }
      const result: unknown = (exported as unknown as (...all: unknown[]) => unknown)(...args);
      if (typeof (result as AsyncIterable<unknown> | undefined)?.[Symbol.asyncIterator] === 'function') {
        let taken = 0;
        for await (const _ of result as AsyncIterable<unknown>) {
          taken += 1;
          if (taken === args[2]) break;
        }
        return undefined;
      }
      return await result;
    } catch {
      return undefined;
    }
  }

  library(name: string): unknown {
    const pool = this.#pool();
    function Pool(): unknown {
      return pool;
    }
    if (name === 'node:timers/promises') return { setTimeout: () => turn() };
    if (name === 'node:fs/promises')
      return { open: () => this.#operation('open', { close: () => this.#operation('close') }) };
    if (name === 'knex') return () => ({ client: pool });
    if (name === 'ioredis') return Pool;
    if (name === 'nats')
      return { connect: () => this.#operation('wire', { publish: () => undefined, drain: () => undefined }) };
    if (name.endsWith('lock-table.mjs'))
      return { lockTable: () => this.#operation('lock', { [Symbol.asyncDispose]: async () => undefined }) };
    if (name === 'pg-query-stream') return EventEmitter;
    if (name === 'pg-copy-streams') return { from: () => new EventEmitter() };
    const log = (): void => undefined;
    const shared = { Pool, LinkPool: Pool, MongoClient: Pool, createPool: Pool, sessions: pool, log };
    return { ...shared, default: shared };
  }

  #operation(method: string, value: unknown = this.#result(method)): Promise<unknown> {
    this.#operations += 1;
    return this.#operations === this.#run.failing ? Promise.reject(this.#failure()) : Promise.resolve(value);
  }

  #failure(): Error {
    return Object.assign(new Error('failed'), { code: this.#run.isEmpty ? 'UNSUPPORTED' : 'OTHER' });
  }

  #result(method: string): unknown {
    const isEmpty = this.#run.isEmpty || this.#operations >= FULL_OPERATIONS;
    if (method === 'scan') return ['0', ['a', 'b']];
    if (method === 'next' || method === 'ping') return isEmpty ? undefined : { last: false };
    const rows = isEmpty ? [] : [{ id: 1, count: '1' }];
    return Object.assign([[{ total: 1 }]], { rows });
  }

  #pool(): unknown {
    const told = this.#told;
    const onPool = told.release.filter(({ on }) => on === 'pool').map(({ name }) => name);
    const pool: unknown = new Proxy({} as Any, {
      get: (_, name) => {
        if (name === told.acquire) return (callback?: Callback) => this.#checkOut(callback);
        if (onPool.includes(String(name))) return async (resource: unknown) => void this.out.delete(resource);
        if (name === 'insertMany' || name === 'toArray' || name === 'query') return () => this.#operation(String(name));
        return name === 'then' ? undefined : () => pool;
      },
    });
    return pool;
  }

  #checkOut(callback: Callback | undefined): unknown {
    const resource = this.#resource();
    if (this.#told.gives === 'value') {
      this.#take(resource);
      return resource;
    }
    const given = this.#operation('checkout', resource).then(async () => {
      if (this.#run.isSlow) for (let each = 0; each < SLOW_TURNS; each += 1) await turn();
      this.#take(resource);
      return resource;
    });
    if (this.#told.gives === 'pending') return { promise: given };
    if (typeof callback !== 'function') return given;
    given.then(
      () => callback(null, resource, () => this.out.delete(resource)),
      (error) => callback(error),
    );
    return undefined;
  }

  #take(resource: unknown): void {
    this.taken += 1;
    this.out.add(resource);
  }

  #resource(): unknown {
    const { disposable, release } = this.#told;
    const onResource = release.filter(({ on }) => on === 'resource').map(({ name }) => name);
    const resource: unknown = new Proxy({} as Any, {
      get: (_, name) => {
        if (name === 'then') return undefined;
        const giveBack = (): void => void this.out.delete(resource);
        if (name === Symbol.dispose) return disposable === true ? giveBack : undefined;
        if (typeof name === 'symbol') return undefined;
        if (onResource.includes(name)) return async () => giveBack();
        if (name === 'on') return (_event: string, heard: () => void) => void (this.#run.isEmpty || heard());
        if (name === 'withTransaction') return (work: () => unknown) => work();
        return (...args: unknown[]) => this.#ask(name, args);
      },
    });
    return resource;
  }

  /** A call of a connection: with a stream, with a callback, or for a promise. */
  #ask(method: string, args: readonly unknown[]): unknown {
    const [first] = args;
    const last = args.at(-1);
    const answer = this.#operation(method);
    if (first instanceof EventEmitter) {
      answer.then(
        () => ['finish', 'end', 'close'].forEach((event) => first.emit(event)),
        (error) => ['error', 'close'].forEach((event) => first.emit(event, error)),
      );
      return Object.assign(first, { pipe: () => first, destroy: () => first.emit('close') });
    }
    if (typeof last !== 'function') return answer;
    answer.then(
      (value) => (last as Callback)(null, value),
      (error) => (last as Callback)(error),
    );
    return undefined;
  }
}
