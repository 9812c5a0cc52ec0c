import type { FindingKind } from './report-schema.js';

/** What a kind of finding means, in short. The page `docs/findings/<kind>.md` tells it in full. */
export interface KindGuide {
  /** The title of its page. */
  readonly title: string;
  readonly means: string;
  /** What to do about it, in general. */
  readonly mend: readonly string[];
  /** When it is no fault. */
  readonly normal: string;
}

/** The guide of each kind: a kind without one does not compile. */
export const KIND_GUIDES: Readonly<Record<FindingKind, KindGuide>> = {
  'dead-connection-retained': {
    title: 'dead connections are still referenced',
    means:
      'Connections, leases or sessions that a field declares dead are reachable through a plain field or a closure.',
    mend: [
      'Set the field to `null`, or drop the closure, where the connection is closed: on success, on error and on timeout.',
    ],
    normal:
      'A field such as `lastError` keeps a few on purpose, and a flag may not mean death in your code: say what does in a profile.',
  },
  'stale-link': {
    title: 'a reference was not cleared',
    means:
      'An object left a linked list, but its own link still points to what lay behind it: as long as it lives, so does the chain. Or an idle connection still leads to what its last work brought.',
    mend: [
      'Clear the link where an object is taken out of the list (`pop`, `shift`, `remove`); in a doubly linked list clear both.',
      'Where an idle connection keeps an answer, clear the field or take the listener off when the work is over.',
    ],
    normal: 'A list that is kept on purpose, such as a journal, or a cache that each connection has of its own.',
  },
  'ledger-entry-kept': {
    title: 'a book still lists what has closed',
    means: 'A collection in which connections are booked keeps entries of dead ones.',
    mend: [
      'Remove the entry where the connection is closed, in the same function or in its `close` event; also when it breaks by itself.',
      'If the book must remember, let it remember an id or a WeakRef.',
    ],
    normal: 'A book of the last few, with a bound; or a clean-up timer that did not fire during the series.',
  },
  'lease-never-released': {
    title: 'a lease that nobody returned',
    means:
      'Connections were lent, and nothing refers to them any more except the books of the pool: nobody is left who could return them.',
    mend: [
      'Find the path on which the release is missing: mostly an error, an early `return`, or a timeout between checkout and `try`.',
      'Put the release into `finally`.',
    ],
    normal: 'Workers that hold a connection for life: they do not grow in each round.',
  },
  'refcount-imbalance': {
    title: 'a reference count that nobody can bring down',
    means: 'A field counts the holders of a connection and says more than there are. It never reaches zero.',
    mend: [
      'Look for the `retain` without its `release`: mostly the error path.',
      'Let the holder be an object with one `release()` that works once, rather than a number.',
    ],
    normal: 'A count that includes something else, such as waiting requests: name your real counters in a profile.',
  },
  'anchored-cycle': {
    title: 'a cycle that something anchors',
    means:
      'Objects refer to each other, which alone is harmless. A timer or a closure outside points into the cycle and keeps all of it.',
    mend: [
      'Stop the anchor (`clearInterval`, `removeListener`) when the session ends. There is no need to break the cycle.',
    ],
    normal: 'Timers that fire once and are then freed.',
  },
  'listener-pileup': {
    title: 'listeners pile up on an emitter',
    means: 'Each use adds a listener to a long-lived object, and none is removed. The functions keep what they use.',
    mend: [
      'Call `emitter.off(event, listener)` when the use is over, or add one listener for each connection instead of one for each use.',
      '`MaxListenersExceededWarning` says the same: do not silence it with `setMaxListeners`.',
    ],
    normal: 'One listener for each open client: they grow with the clients and go with them.',
  },
  'timer-held': {
    title: 'a timer keeps it',
    means: 'A running timer refers to the objects through its callback, and it is never cleared.',
    mend: [
      'Call `clearInterval` or `clearTimeout` where the connection ends. `unref()` does not help: it frees no memory.',
    ],
    normal: 'A long timeout in a short series looks like growth: wait for longer between snapshots.',
  },
  'closure-captured': {
    title: "a function's variable keeps it",
    means: 'The objects hang from a variable of a function that is still referenced, though nobody may ever call it.',
    mend: ['Set the variable to `undefined` when done, or make the long-lived function in a scope of its own.'],
    normal: 'Variables of a module that hold a cache on purpose.',
  },
  'async-context-held': {
    title: 'an asynchronous context keeps its store',
    means:
      'A store of `AsyncLocalStorage` is kept by timers, promises or handles that were made inside `run()` and live on.',
    mend: [
      'Make long-lived things outside (`storage.exit(() => …)`), or at start-up.',
      'Keep ids in the store, not connections.',
    ],
    normal: 'Requests that are still running: they are freed when they end.',
  },
  'promise-pending': {
    title: 'a promise never settles',
    means:
      'Reactions pile up on a promise that is never settled, or suspended functions wait for it. Each keeps its variables.',
    mend: [
      'Settle it on every path, also on close and on error. Give waiting a timeout.',
      '`Promise.race` with a promise that lives for ever adds a reaction each time.',
    ],
    normal: 'A promise that waits for shutdown, with a bounded number of waiters.',
  },
  'waiter-stuck': {
    title: 'waiters that nobody will serve',
    means: 'Checkouts that wait for a connection are still queued, and their number grows with every round.',
    mend: [
      'Give waiting a timeout, and take the waiter out of the queue when it fires: rejecting its promise is not enough.',
      'If all connections are lent for good, the lease is the cause.',
    ],
    normal: 'A burst at the moment of the snapshot: take it when the service is idle.',
  },
  'unbounded-collection': {
    title: 'a collection only grows',
    means: 'An array, Map, Set or object gets entries in every round, and none leaves.',
    mend: [
      'Delete entries when what they describe is gone, or set a bound.',
      'A `WeakMap` does it by itself when the key is an object.',
    ],
    normal: 'A cache that has not reached its bound, or a clean-up that has not run yet.',
  },
  'growing-class': {
    title: 'something else grows',
    means: 'A class grows in every round and none of the other kinds fits; it may have nothing to do with the pool.',
    mend: ['Look at what keeps it, and at what the cut is worth.'],
    normal: 'Work in progress that grew with the load: take snapshots at rest, after equal rounds.',
  },
};
