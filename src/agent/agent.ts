/**
 * `node --import poolscope/agent app.js`: with POOLSCOPE_TRACE=1 in the environment, records who checks out of the pools from the
 * start. `poolscope attach --trace-leases` reads it. Without the variable it does nothing.
 *
 * Classes are found as modules of the older module system are loaded, and, for all others and for bundles, by looking through the
 * functions of the process a few times.
 */
import { Session } from 'node:inspector';
import Module from 'node:module';
import process from 'node:process';

import { BUILTIN_PROFILES } from '../profiles/builtin-profiles.js';
import { lendingClasses } from '../profiles/lending-classes.js';
import { createLeaseRecorder } from './lease-recorder.js';
import type { LeaseRecorder } from './recorded.js';

/** Where `attach` looks for the recorder. */
const KEY = Symbol.for('poolscope.lease-recorder');
/** Each look takes as long as a collection of garbage. */
const LOOKS_MS = [500, 2_000, 8_000, 32_000, 120_000];
/** Where the inspector hands over what it found. */
const LOOK = Symbol.for('poolscope.functions');

/** What loads a module of the older module system, however it is asked for. */
interface Loader {
  _load(this: unknown, ...args: unknown[]): unknown;
}

if (process.env['POOLSCOPE_TRACE'] === '1' && !Object.hasOwn(globalThis, KEY)) start();

function start(): void {
  const recorder = createLeaseRecorder();
  Object.defineProperty(globalThis, KEY, { value: recorder });
  const classes = lendingClasses(BUILTIN_PROFILES);
  const seen = new WeakSet<object>();
  const loader = Module as unknown as Loader;
  const load = loader._load;
  loader._load = function (...args) {
    const exports: unknown = Reflect.apply(load, this, args);
    if (isObject(exports) && !seen.has(exports)) {
      seen.add(exports);
      recorder.arm(functionsOf(exports), classes);
    }
    return exports;
  };
  for (const ms of LOOKS_MS) setTimeout(() => lookThrough(recorder, classes), ms).unref();
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** What a module exports, without calling its getters. */
function functionsOf(exports: object): unknown[] {
  const own = Object.values(Object.getOwnPropertyDescriptors(exports)).map(({ value }) => value as unknown);
  return [exports, ...own].filter((value) => typeof value === 'function');
}

type Ask = (method: string, params: object, done: (error: Error | null, answer?: Answer) => void) => void;

interface Answer {
  readonly result?: { readonly objectId?: string };
  readonly objects?: { readonly objectId?: string };
}

/**
 * Never disconnected: V8 renumbers the objects of the process whenever a session ends, and ids that `attach` has by then would refer
 * to nothing.
 */
let session: Session | null = null;
const GROUP = 'poolscope';

function lookThrough(recorder: LeaseRecorder, classes: ReturnType<typeof lendingClasses>): void {
  if (session === null) {
    session = new Session();
    session.connect();
  }
  const ask: Ask = session.post.bind(session);
  ask('Runtime.evaluate', { expression: 'Function.prototype', objectGroup: GROUP }, (_, found) => {
    const prototypeObjectId = found?.result?.objectId;
    ask('Runtime.queryObjects', { prototypeObjectId, objectGroup: GROUP }, (__, answer) => {
      const objectId = answer?.objects?.objectId;
      const look = { functions: [] as ArrayLike<unknown> };
      Object.defineProperty(globalThis, LOOK, { value: look, configurable: true });
      const functionDeclaration = `function () { globalThis[Symbol.for('${LOOK.description}')].functions = this; }`;
      ask('Runtime.callFunctionOn', { objectId, functionDeclaration, objectGroup: GROUP }, () => {
        Reflect.deleteProperty(globalThis, LOOK);
        recorder.arm(look.functions, classes);
        ask('Runtime.releaseObjectGroup', { objectGroup: GROUP }, () => undefined);
      });
    });
  });
}
