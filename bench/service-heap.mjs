import { EventEmitter } from 'node:events';
import { seededRandom } from './written-heap/random.mjs';

/**
 * A model of a busy service around a connection pool, for its heap only: sockets with buffers and
 * listeners, prepared statements with plans, rows in linked lists, pending promises, real timers, Maps,
 * a WeakMap and closures. All shapes and strings follow from the seed.
 */

class StreamState {
  constructor(chunk) {
    this.highWaterMark = 16_384;
    this.chunks = chunk === null ? [] : [chunk];
    this.ended = false;
    this.callback = null;
  }
}

class Wire extends EventEmitter {
  constructor(connection, random) {
    super();
    this.remoteAddress = `10.${connection.id & 255}.${(connection.id >> 8) & 255}.17:${connection.id}`;
    this.readable = new StreamState(Buffer.from(`packet ${connection.id}`));
    this.writable = new StreamState(null);
    this.latencyMs = random() * 20;
    this.on('data', (chunk) => connection.receive(chunk));
    this.on('error', connection.onError);
    this.once('close', function forget() {
      connection.pool.remove(connection);
    });
  }
}

class Statement {
  constructor(connection, index, random) {
    this.connection = connection;
    this.name = `statement_${connection.id}_${index}`;
    this.text = `SELECT * FROM table_${index % 40} WHERE id = ?`;
    this.parameters = [index, random(), `p${index}`];
    this.plans = new Map([['primary', { cost: random(), rows: index }]]);
  }
}

class Row {
  constructor(index, connection, amount, next) {
    this.index = index + 0.5;
    this.label = `row ${connection.id}:${index}`;
    this.amount = amount;
    this.next = next;
  }
}

class Deferred {
  constructor(owner, turn) {
    this.owner = owner;
    this.turn = turn;
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.promise.then(() => owner.waiters.delete(this));
  }
}

class Connection {
  constructor(pool, id, random) {
    this.id = id;
    this.pool = pool;
    this.closed = false;
    this.errors = [];
    this.onError = (error) => {
      this.errors.push(error);
    };
    this.wire = new Wire(this, random);
    this.statements = new Map();
    for (let index = 0; index < 3; index++) {
      const statement = new Statement(this, index, random);
      this.statements.set(statement.name, statement);
    }
    this.lastRow = null;
    this.rows = [];
    for (let index = 5 + Math.floor(random() * 10); index > 0; index--) {
      this.lastRow = new Row(index, this, random() * 100, this.lastRow);
      this.rows.push(this.lastRow);
    }
    this.waiters = new Set();
    for (let turn = 0; turn < 2; turn++) this.waiters.add(new Deferred(this, turn));
    this.session = { host: pool.hostOf(id), trace: `t${id.toString(16)}`, tags: [`zone-${id % 50}`, `user-${id}`] };
    this.scratch = id % 10 === 0 ? Buffer.alloc(512 + (id % 100)) : null;
    // A real timer: V8 and Node keep it in a list of their own, as they would for an idle timeout.
    this.idleTimer = id % 4 === 0 ? setTimeout(() => this.close(), 3_600_000 + (id % 7) * 1000).unref() : null;
  }

  receive(chunk) {
    this.wire.readable.chunks.push(chunk);
  }

  close() {
    this.closed = true;
    this.wire.emit('close');
    this.wire.removeAllListeners();
    clearTimeout(this.idleTimer);
    this.idleTimer = null;
  }
}

class ConnectionPool {
  constructor() {
    this.all = new Map();
    this.idle = [];
    this.byHost = new Map();
    /** The faulty book: with a leak, closed connections stay in it. */
    this.reservations = new Map();
    this.notes = new WeakMap();
    this.newest = null;
  }

  hostOf(id) {
    return `db-${id % 100}.internal`;
  }

  add(connection) {
    this.all.set(connection.id, connection);
    const host = connection.session.host;
    if (!this.byHost.has(host)) this.byHost.set(host, new Set());
    this.byHost.get(host).add(connection);
    if (connection.id % 3 === 0) this.idle.push(connection);
    if (connection.id % 5 === 0) this.notes.set(connection, { openedBy: connection.id });
    this.newest = connection;
  }

  remove(connection) {
    this.all.delete(connection.id);
    this.byHost.get(connection.session.host).delete(connection);
    const at = this.idle.indexOf(connection);
    if (at >= 0) this.idle.splice(at, 1);
    if (this.newest === connection) this.newest = null;
  }
}

class SessionCache {
  constructor() {
    this.entries = new Map();
  }

  fill(connection, random) {
    if (connection.id % 2 !== 0) return;
    this.entries.set(`session:${connection.id}`, {
      user: `user ${connection.id}`,
      roles: ['reader', `role-${connection.id % 9}`],
      score: random(),
      connection: connection.id % 20 === 0 ? connection : null,
    });
  }
}

/** The service: `open` fills it, `leakReservations` runs one round of the fault. */
export class ServiceHeap {
  #random;
  #nextId = 1;

  /** @param {number} seed same seed, same heap */
  constructor(seed) {
    this.#random = seededRandom(seed);
    this.pool = new ConnectionPool();
    this.cache = new SessionCache();
  }

  /** Opens `count` connections that stay in use. */
  open(count) {
    for (let i = 0; i < count; i++) this.cache.fill(this.#connect(), this.#random);
  }

  /** Reserves and closes `count` connections; the pool forgets to take them out of `reservations`. */
  leakReservations(count) {
    for (let i = 0; i < count; i++) {
      const connection = this.#connect();
      this.pool.reservations.set(connection.id, connection);
      connection.close();
    }
  }

  #connect() {
    const connection = new Connection(this.pool, this.#nextId++, this.#random);
    this.pool.add(connection);
    return connection;
  }
}
