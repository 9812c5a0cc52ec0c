/**
 * Small functions that take a connection, and which ways out of each one lose it. Written before the code that judges
 * them. The rules of the answers:
 *
 * - Ways out are `return`, `throw`, an awaited or returned promise that rejects, a callback that ends early, an event
 *   without a release, `break` and `continue`, a `yield` at which the reader stops, and the end of the function.
 * - A plain call that is neither awaited nor returned is taken not to throw.
 * - What rejects or fails in the checkout itself loses nothing: there was no connection.
 * - A connection that is returned to the caller or kept in a field with a method that releases it is not lost.
 */

/** A line of a program (from 1) and a part of its text, so that a changed program cannot leave the answers behind. */
export interface Point {
  readonly line: number;
  readonly text: string;
}

type WayOut = 'return' | 'throw' | 'reject' | 'callback' | 'event' | 'break' | 'continue' | 'yield' | 'fallthrough';

/** How a function gets a connection and gives it back, as a profile of the library would say. */
export interface PoolWords {
  readonly acquire: string;
  /** `pending` has the promise in its field `promise`; to `callback` the connection comes as second argument. */
  readonly gives: 'promise' | 'callback' | 'value' | 'pending';
  /** On the connection, on the pool with the connection as argument, or as a function beside the connection. */
  readonly release: readonly { readonly name: string; readonly on: 'resource' | 'pool' | 'argument' }[];
  /** What is taken has `Symbol.dispose`, which gives it back. */
  readonly disposable?: true;
}

export interface ReleaseCase {
  /** In the folder `programs`. */
  readonly file: string;
  readonly told: PoolWords;
  readonly checkout: Point | null;
  /** Each way out that loses the connection; `or` are other lines that may fairly be named for it. */
  readonly leaks: readonly { readonly way: WayOut; readonly at: Point; readonly or?: readonly Point[] }[];
  /** Today's code still names other ways. While it is given, the test must fail; whoever mends it takes the mark away. */
  readonly pending?: true;
  readonly why: string;
}

export const RELEASE_CASES: readonly ReleaseCase[] = [
  {
    file: 'order-status.cjs',
    told: { acquire: 'connect', gives: 'promise', release: [{ name: 'release', on: 'resource' }] },
    checkout: { line: 7, text: 'pool.connect()' },
    leaks: [],
    why: 'The finally block releases on every way out, the return inside try included; the clock read before try cannot throw.',
  },
  {
    file: 'user-profile.cjs',
    told: { acquire: 'connect', gives: 'promise', release: [{ name: 'release', on: 'resource' }] },
    checkout: { line: 7, text: 'pool.connect()' },
    leaks: [
      { way: 'reject', at: { line: 8, text: 'from users' } },
      { way: 'reject', at: { line: 9, text: 'from addresses' } },
    ],
    why: 'Nothing encloses the two queries: when either rejects, the function is left before client.release().',
  },
  {
    file: 'stock-level.mjs',
    told: { acquire: 'connect', gives: 'promise', release: [{ name: 'release', on: 'resource' }] },
    checkout: { line: 6, text: 'pool.connect()' },
    leaks: [{ way: 'return', at: { line: 8, text: 'return null;' } }],
    why: 'The way out for a missing article lies between the checkout and the try whose finally releases.',
  },
  {
    file: 'transfer-funds.cjs',
    told: {
      acquire: 'getConnection',
      gives: 'promise',
      release: [
        { name: 'release', on: 'resource' },
        { name: 'destroy', on: 'resource' },
      ],
    },
    checkout: { line: 7, text: 'pool.getConnection()' },
    leaks: [
      { way: 'reject', at: { line: 8, text: 'beginTransaction' } },
      { way: 'reject', at: { line: 14, text: 'connection.rollback()' } },
      { way: 'throw', at: { line: 15, text: 'throw error;' } },
    ],
    why: 'The release comes after the try statement, but catch throws again after the rollback; beginTransaction lies outside try as well.',
  },
  {
    file: 'transfer-points.cjs',
    told: {
      acquire: 'getConnection',
      gives: 'promise',
      release: [
        { name: 'release', on: 'resource' },
        { name: 'destroy', on: 'resource' },
      ],
    },
    checkout: { line: 7, text: 'pool.getConnection()' },
    leaks: [],
    why: 'finally releases whether commit succeeds, catch rethrows, or the rollback itself rejects.',
  },
  {
    file: 'report-rows.cjs',
    told: {
      acquire: 'getConnection',
      gives: 'callback',
      release: [
        { name: 'release', on: 'resource' },
        { name: 'destroy', on: 'resource' },
      ],
    },
    checkout: { line: 7, text: 'pool.getConnection(' },
    leaks: [{ way: 'callback', at: { line: 11, text: 'return done(failed);' } }],
    why: 'When the query fails its callback answers early, above the release; the first early answer is no loss, no connection was given there.',
  },
  {
    file: 'report-totals.cjs',
    told: {
      acquire: 'getConnection',
      gives: 'callback',
      release: [
        { name: 'release', on: 'resource' },
        { name: 'destroy', on: 'resource' },
      ],
    },
    checkout: { line: 7, text: 'pool.getConnection(' },
    leaks: [],
    why: "The query's callback releases first, whatever came back; the way out for error has no connection to release.",
  },
  {
    file: 'thumbnail-job.mjs',
    told: {
      acquire: 'acquire',
      gives: 'promise',
      release: [
        { name: 'release', on: 'pool' },
        { name: 'destroy', on: 'pool' },
      ],
    },
    checkout: { line: 8, text: 'workers.acquire()' },
    leaks: [],
    why: 'The inner catch returns out of the outer try, whose finally gives the worker back to the pool.',
  },
  {
    file: 'resize-job.mjs',
    told: {
      acquire: 'acquire',
      gives: 'promise',
      release: [
        { name: 'release', on: 'pool' },
        { name: 'destroy', on: 'pool' },
      ],
    },
    checkout: { line: 10, text: 'workers.acquire()' },
    leaks: [{ way: 'return', at: { line: 20, text: 'return { failed: error.message };' } }],
    why: 'The outer catch returns; the release after the statement is reached only without an error. The inner finally closes a file, not the worker.',
  },
  {
    file: 'lock-holder.cjs',
    told: { acquire: 'acquire', gives: 'pending', release: [{ name: 'release', on: 'pool' }] },
    checkout: { line: 8, text: 'pool.acquire()' },
    leaks: [
      {
        way: 'reject',
        at: { line: 11, text: '.then((key) =>' },
        or: [
          { line: 10, text: '.lock(name)' },
          { line: 12, text: '.then((touched) =>' },
          { line: 9, text: 'resource' },
        ],
      },
    ],
    why: 'Only the fulfilled chain reaches pool.release: a rejected resource.lock or touch skips both handlers.',
  },
  {
    file: 'lock-renew.cjs',
    told: { acquire: 'acquire', gives: 'pending', release: [{ name: 'release', on: 'pool' }] },
    checkout: { line: 8, text: 'pool.acquire()' },
    leaks: [],
    why: 'finally at the end of the inner chain releases for both outcomes.',
  },
  {
    file: 'migrate-table.cjs',
    told: { acquire: 'acquireConnection', gives: 'promise', release: [{ name: 'releaseConnection', on: 'pool' }] },
    checkout: { line: 7, text: 'client.acquireConnection()' },
    leaks: [],
    why: "Every case of the switch, the default's throw included, leaves through the finally.",
  },
  {
    file: 'copy-table.cjs',
    told: { acquire: 'acquireConnection', gives: 'promise', release: [{ name: 'releaseConnection', on: 'pool' }] },
    checkout: { line: 7, text: 'client.acquireConnection()' },
    leaks: [{ way: 'return', at: { line: 11, text: "return 'skipped';" } }],
    why: 'The case for views returns without a release; the other cases and the error release.',
  },
  {
    file: 'import-batch.mjs',
    told: { acquire: 'startSession', gives: 'value', release: [{ name: 'endSession', on: 'resource' }] },
    checkout: { line: 6, text: 'client.startSession()' },
    leaks: [],
    why: 'The session is ended in finally.',
  },
  {
    file: 'export-batch.mjs',
    told: { acquire: 'startSession', gives: 'value', release: [{ name: 'endSession', on: 'resource' }] },
    checkout: { line: 6, text: 'client.startSession(' },
    leaks: [{ way: 'throw', at: { line: 12, text: 'throw new Error(' } }],
    why: 'The session is ended as the last step of try; catch throws another error without ending it.',
  },
  {
    file: 'watch-keys.cjs',
    told: {
      acquire: 'duplicate',
      gives: 'value',
      release: [
        { name: 'quit', on: 'resource' },
        { name: 'disconnect', on: 'resource' },
      ],
    },
    checkout: { line: 7, text: 'redis.duplicate()' },
    leaks: [
      { way: 'fallthrough', at: { line: 19, text: 'if (heard > 0)' }, or: [{ line: 22, text: 'return heard;' }] },
    ],
    why: 'The copy is closed only when a message was heard; without one the function ends and the copy stays open. A failed step is covered by catch.',
  },
  {
    file: 'scan-keys.cjs',
    told: {
      acquire: 'duplicate',
      gives: 'value',
      release: [
        { name: 'quit', on: 'resource' },
        { name: 'disconnect', on: 'resource' },
      ],
    },
    checkout: { line: 7, text: 'redis.duplicate()' },
    leaks: [],
    why: 'A generator that is left early runs its finally as well.',
  },
  {
    file: 'page-rows.mjs',
    told: { acquire: 'connect', gives: 'promise', release: [{ name: 'release', on: 'resource' }] },
    checkout: { line: 6, text: 'pool.connect()' },
    leaks: [
      { way: 'yield', at: { line: 11, text: 'yield rows;' } },
      { way: 'reject', at: { line: 9, text: 'await client.query(' } },
    ],
    why: 'A reader that stops early ends the generator at the yield, and a rejected query ends it too: both before the release below the loop.',
  },
  {
    file: 'csv-download.cjs',
    told: {
      acquire: 'connect',
      gives: 'callback',
      release: [
        { name: 'release', on: 'resource' },
        { name: 'done', on: 'argument' },
      ],
    },
    checkout: { line: 8, text: 'pool.connect(' },
    leaks: [{ way: 'event', at: { line: 15, text: "rows.on('error'" }, or: [{ line: 14, text: "rows.on('end'" }] }],
    why: "The stream's end releases; its error only answers the request.",
  },
  {
    file: 'csv-upload.cjs',
    told: {
      acquire: 'connect',
      gives: 'callback',
      release: [
        { name: 'release', on: 'resource' },
        { name: 'done', on: 'argument' },
      ],
    },
    checkout: { line: 8, text: 'pool.connect(' },
    leaks: [],
    why: 'End, error and close all lead to the release, which runs once.',
  },
  {
    file: 'run-sql.mjs',
    told: { acquire: 'borrow', gives: 'value', release: [{ name: 'giveBack', on: 'pool' }], disposable: true },
    checkout: { line: 6, text: 'links.borrow()' },
    leaks: [],
    why: 'using gives the link back when the block is left, by return or by error.',
  },
  {
    file: 'run-many.mjs',
    told: { acquire: 'borrow', gives: 'value', release: [{ name: 'giveBack', on: 'pool' }], disposable: true },
    checkout: { line: 8, text: 'links.borrow()' },
    leaks: [{ way: 'reject', at: { line: 11, text: 'await link.send(text)' } }],
    why: 'await using closes the lock, not the link: a rejected send leaves the loop before giveBack.',
  },
  {
    file: 'count-users.cjs',
    told: { acquire: 'connect', gives: 'promise', release: [{ name: 'release', on: 'resource' }] },
    checkout: null,
    leaks: [],
    why: 'pool.query takes and returns its client itself: there is no checkout.',
  },
  {
    file: 'with-connection.cjs',
    told: {
      acquire: 'getConnection',
      gives: 'promise',
      release: [
        { name: 'release', on: 'resource' },
        { name: 'destroy', on: 'resource' },
      ],
    },
    checkout: { line: 7, text: 'pool.getConnection()' },
    leaks: [],
    why: 'The wrapper waits for the work and releases in finally; the function that uses it checks nothing out.',
  },
  {
    file: 'with-client.cjs',
    told: { acquire: 'connect', gives: 'promise', release: [{ name: 'release', on: 'resource' }] },
    checkout: { line: 7, text: 'pool.connect()' },
    leaks: [{ way: 'reject', at: { line: 8, text: 'await work(client)' } }],
    why: 'The wrapper releases after the work, so work that throws or rejects keeps the client.',
  },
  {
    file: 'fan-out.mjs',
    told: { acquire: 'connect', gives: 'promise', release: [{ name: 'release', on: 'resource' }] },
    checkout: { line: 6, text: 'Promise.all([pool.connect()' },
    leaks: [{ way: 'reject', at: { line: 6, text: 'Promise.all([pool.connect()' } }],
    why: 'When one of the two checkouts rejects, Promise.all rejects and the other client is never seen again; behind it try and finally are right.',
  },
  {
    file: 'fan-in.mjs',
    told: { acquire: 'connect', gives: 'promise', release: [{ name: 'release', on: 'resource' }] },
    checkout: { line: 8, text: 'pool.connect()' },
    leaks: [],
    why: 'Each member of Promise.all owns its client and releases it in finally.',
  },
  {
    file: 'drain-queue.cjs',
    told: {
      acquire: 'acquire',
      gives: 'promise',
      release: [
        { name: 'release', on: 'pool' },
        { name: 'destroy', on: 'pool' },
      ],
    },
    checkout: { line: 9, text: 'pool.acquire()' },
    leaks: [{ way: 'continue', at: { line: 11, text: 'if (job === undefined) continue;' } }],
    why: 'continue starts the next round without the release at the end of the body; errors are caught and the catch does not leave the round.',
  },
  {
    file: 'drain-retry.cjs',
    told: {
      acquire: 'acquire',
      gives: 'promise',
      release: [
        { name: 'release', on: 'pool' },
        { name: 'destroy', on: 'pool' },
      ],
    },
    checkout: { line: 11, text: 'pool.acquire()' },
    leaks: [],
    why: 'break and the labeled continue leave the try, and finally releases on the way.',
  },
  {
    file: 'check-health.cjs',
    told: { acquire: 'takeSession', gives: 'promise', release: [{ name: 'putSession', on: 'pool' }] },
    checkout: { line: 7, text: 'sessions.takeSession()' },
    leaks: [{ way: 'break', at: { line: 14, text: 'break probe;' } }],
    why: 'The labeled break leaves the block above putSession; the ping cannot reject, its rejection is turned into a value.',
  },
  {
    file: 'save-event.cjs',
    told: {
      acquire: 'connect',
      gives: 'callback',
      release: [
        { name: 'release', on: 'resource' },
        { name: 'done', on: 'argument' },
      ],
    },
    checkout: { line: 14, text: 'pool.connect(' },
    leaks: [],
    why: 'done is handed to the helper, which calls it whichever way the insert ends.',
  },
  {
    file: 'save-audit.cjs',
    told: {
      acquire: 'getConnection',
      gives: 'promise',
      release: [
        { name: 'release', on: 'resource' },
        { name: 'destroy', on: 'resource' },
      ],
    },
    checkout: { line: 12, text: 'pool.getConnection()' },
    leaks: [],
    why: 'Both ways call the helper function, and the helper gives the connection back, by release or by destroy.',
  },
  {
    file: 'save-note.cjs',
    told: {
      acquire: 'getConnection',
      gives: 'promise',
      release: [
        { name: 'release', on: 'resource' },
        { name: 'destroy', on: 'resource' },
      ],
    },
    checkout: { line: 11, text: 'pool.getConnection()' },
    leaks: [
      {
        way: 'throw',
        at: { line: 16, text: 'throw error;' },
        or: [
          { line: 7, text: 'if (!failed) connection.release();' },
          { line: 15, text: 'handBack(connection, true);' },
        ],
      },
    ],
    why: 'The helper releases only when nothing failed, and catch calls it with true before it throws again.',
  },
  {
    file: 'take-client.cjs',
    told: { acquire: 'connect', gives: 'promise', release: [{ name: 'release', on: 'resource' }] },
    checkout: { line: 7, text: 'pool.connect()' },
    leaks: [],
    why: 'The client is returned to the caller, who has to release it; where the setting is refused it is released here.',
  },
  {
    file: 'promised-rows.cjs',
    told: {
      acquire: 'getConnection',
      gives: 'callback',
      release: [
        { name: 'release', on: 'resource' },
        { name: 'destroy', on: 'resource' },
      ],
    },
    checkout: { line: 8, text: 'pool.getConnection(' },
    leaks: [{ way: 'callback', at: { line: 15, text: 'reject(failed);' }, or: [{ line: 14, text: 'if (failed) {' }] }],
    why: 'The promise is rejected and the callback left before the release.',
  },
  {
    file: 'quick-read.mjs',
    told: { acquire: 'connect', gives: 'promise', release: [{ name: 'release', on: 'resource' }] },
    checkout: { line: 14, text: 'pool.connect()' },
    leaks: [{ way: 'reject', at: { line: 13, text: 'Promise.race([' }, or: [{ line: 14, text: 'pool.connect(),' }] }],
    why: 'When the clock wins the race, the client that arrives later belongs to nobody.',
  },
  {
    file: 'try-read.cjs',
    told: { acquire: 'connect', gives: 'promise', release: [{ name: 'release', on: 'resource' }] },
    checkout: { line: 9, text: 'await pool.connect()' },
    leaks: [],
    why: 'The checkout stands inside try; finally releases if there is a client, and where the checkout rejected there is none.',
  },
  {
    file: 'work-unit.mjs',
    told: { acquire: 'takeSession', gives: 'promise', release: [{ name: 'putSession', on: 'pool' }] },
    checkout: { line: 7, text: 'sessions.takeSession()' },
    leaks: [],
    why: 'The session is kept in a field while the unit is open; both ends of it, commit and abort, put it back in a finally.',
  },
  {
    file: 'lookup-cache.cjs',
    told: {
      acquire: 'getConnection',
      gives: 'callback',
      release: [
        { name: 'release', on: 'resource' },
        { name: 'destroy', on: 'resource' },
      ],
    },
    checkout: { line: 8, text: 'pool.getConnection(' },
    leaks: [{ way: 'return', at: { line: 12, text: 'return answer(null, known);' } }],
    why: "The row that is known already is answered while the connection is out; the query's own ways release.",
  },
  {
    file: 'announce-price.cjs',
    told: { acquire: 'connect', gives: 'promise', release: [{ name: 'release', on: 'resource' }] },
    checkout: { line: 8, text: 'pool.connect()' },
    leaks: [],
    pending: true,
    why: 'The finally releases what the pool lent. The other connect is of another library, and what it opens is no connection of the pool.',
  },
  {
    file: 'announce-stock.cjs',
    told: { acquire: 'connect', gives: 'promise', release: [{ name: 'release', on: 'resource' }] },
    checkout: { line: 9, text: 'pool.connect()' },
    leaks: [{ way: 'reject', at: { line: 10, text: 'await nats.connect(' } }],
    why: 'The connect of the other library is no checkout, but when it rejects the client is out and nothing encloses it yet.',
  },
];
