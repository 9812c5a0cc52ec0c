import type { Profile } from '../profile-schema.js';

/** MariaDB's own connector. From 3.0 on its pool is a class with private fields, before that the scope of a function. */
export const mariadb: Profile = {
  name: 'mariadb',
  library: {
    package: 'mariadb',
    versions: '>=2.5.6 <4',
    facts: [
      {
        what: 'idle connections in the deque `#idleConnections`, leased ones in `#activeConnections` by thread id, waiting checkouts and queries in the deque `#requests`',
        where: 'mariadb 3.0.0 and 3.5.4, lib/pool.js, class Pool',
      },
      {
        what: '`activeConnections()`, `idleConnections()` and `taskQueueSize()` count these; `totalConnections()` is active and idle together',
        where: 'mariadb 3.5.4, lib/pool.js',
      },
      {
        what: 'the same lists are variables of the function PoolBase: `idleConnections`, `activeConnections`, `taskQueue`',
        where: 'mariadb 2.5.6, lib/pool-base.js',
      },
      {
        what: 'at most `connectionLimit` connections, 10 unless said otherwise',
        where: 'mariadb 3.5.4, lib/config/pool-options.js',
      },
      {
        what: 'a `status` of 6 or more means that it is closing or closed',
        where: 'mariadb 3.0.0 and 3.5.4, lib/const/connection_status.js',
      },
      {
        what: '`lastUse` is when it was made or last given back; with leak detection on, when it was leased',
        where: 'mariadb 3.5.4, lib/pool.js, _prepareNewConnection, _handleRelease, _startLeakDetection',
      },
    ],
    reserved: 'A connection between `getConnection()` and `release()`; a transaction needs one for its whole length.',
    notes: [
      'The pool opens connections ahead of need: up to `minimumIdle`, which is `connectionLimit` unless said otherwise.',
      'A number says that a connection is closed, so only snapshots with numbers show it.',
    ],
  },
  classes: {
    pool: { class: 'Pool', fields: ['#activeConnections', '#idleConnections', '#requests', '#closed'], anyName: true },
    poolScope: { scope: true, fields: ['taskQueue', 'idleConnections', 'activeConnections', 'connectionInCreation'] },
    connection: {
      class: 'Connection',
      fields: ['waitingAuthenticationQueue', 'receiveQueue', 'sendQueue', 'streamOut', 'streamIn'],
      anyName: true,
    },
    handle: { class: ['ConnectionPromise', 'ConnectionCallback'], fields: ['#conn'] },
    request: { class: 'Request', fields: ['resolver', 'rejecter', 'stack'] },
  },
  connections: ['connection'],
  wrappers: ['handle'],
  waiters: ['request'],
  pools: [
    {
      class: 'pool',
      ledgers: [
        { field: '#idleConnections._list', role: 'idle' },
        { field: '#activeConnections', role: 'leased' },
        { field: '#requests._list', role: 'pending' },
      ],
      figures: { size: 'leased + idle' },
      maximum: ['opts.connectionLimit', '#opts.connectionLimit'],
      closedWhen: [{ field: '#closed', equals: true }],
      acquire: [{ method: 'getConnection' }],
      release: [{ method: 'release' }, { method: '_endLeak' }],
    },
    {
      class: 'poolScope',
      ledgers: [
        { field: 'idleConnections._list', role: 'idle' },
        { field: 'activeConnections', role: 'leased' },
        { field: 'taskQueue._list', role: 'pending' },
      ],
      figures: { size: 'leased + idle' },
      maximum: 'opts.connectionLimit',
      closedWhen: [{ field: 'closed', equals: true }],
    },
  ],
  deadWhen: [{ class: 'connection', field: 'status', oneOf: [6, 7, 8] }],
  timestamps: [{ class: 'connection', field: 'lastUse', means: 'used', clock: 'epoch-ms' }],
  words: {
    pool: 'mariadb pool',
    resource: 'mariadb connection',
    checkout: 'pool.getConnection()',
    release: 'connection.release()',
    close: 'connection.destroy()',
  },
};
