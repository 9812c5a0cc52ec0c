import type { Profile } from '../profile-schema.js';

/** mysql2, with callbacks or promises. Its lists are ring buffers: denque before 3.23, of its own since. */
export const mysql2: Profile = {
  name: 'mysql2',
  library: {
    package: 'mysql2',
    versions: '>=2.0.0 <4',
    facts: [
      {
        what: 'all connections in `_allConnections`, those not leased in `_freeConnections`, callbacks of waiting checkouts in `_connectionQueue`',
        where: 'mysql2 2.0.0 lib/pool.js and 3.24.6 lib/base/pool.js, getConnection and releaseConnection',
      },
      {
        what: 'each list keeps its members in the array `_list`, and clears the slots that it leaves',
        where: 'denque 1.4.1 index.js; mysql2 3.24.6 lib/ring_queue.js',
      },
      {
        what: 'at most `config.connectionLimit` connections, 10 unless said otherwise; 0 is no bound',
        where: 'mysql2 3.24.6 lib/pool_config.js',
      },
      {
        what: '`_pool` is null once the pool has thrown a connection out: on `end`, on `error` and on `destroy`',
        where: 'mysql2 3.24.6 lib/pool_connection.js, _removeFromPool',
      },
      {
        what: '`_closing` true from `end` or `destroy` on, or when the server hung up; `_fatalError` kept for good',
        where: 'mysql2 3.24.6 lib/base/connection.js',
      },
      {
        what: '`lastActiveTime` is when it was made or last given back',
        where: 'mysql2 3.24.6 lib/pool_connection.js, constructor and release',
      },
    ],
    reserved: 'A connection between `getConnection()` and `release()`; a transaction needs one for its whole length.',
    notes: ['A connection that is still being opened counts as leased: the pool books it among all of them at once.'],
  },
  classes: {
    pool: {
      class: 'Pool',
      fields: ['_freeConnections', '_connectionQueue', '_allConnections', 'config', '_closed'],
      // mysql, from which mysql2 took these names, has one list more.
      not: ['_acquiringConnections'],
      anyName: true,
    },
    pooledConnection: {
      class: 'PoolConnection',
      fields: ['_paused_packets', '_commands', '_handshakePacket', '_pool', 'stream'],
      anyName: true,
    },
    connection: {
      class: 'Connection',
      fields: ['_paused_packets', '_commands', '_handshakePacket', 'stream'],
      anyName: true,
    },
    promised: { class: ['PromisePoolConnection', 'PromiseConnection'], fields: ['connection', 'Promise'] },
  },
  connections: ['pooledConnection', 'connection'],
  wrappers: ['promised'],
  pools: [
    {
      class: 'pool',
      ledgers: [
        { field: '_allConnections._list', role: 'all' },
        { field: '_freeConnections._list', role: 'idle' },
        { field: '_connectionQueue._list', role: 'pending' },
      ],
      maximum: 'config.connectionLimit',
      closedWhen: [{ field: '_closed', equals: true }],
      acquire: [{ method: 'getConnection' }],
      release: [{ method: 'releaseConnection' }],
    },
  ],
  deadWhen: [
    { class: 'pooledConnection', field: '_closing', equals: true },
    { class: 'pooledConnection', field: '_fatalError', exists: true },
    { class: 'pooledConnection', field: '_pool', equals: null },
    { class: 'connection', field: '_closing', equals: true },
    { class: 'connection', field: '_fatalError', exists: true },
  ],
  timestamps: [{ class: 'pooledConnection', field: 'lastActiveTime', means: 'released', clock: 'epoch-ms' }],
  words: {
    pool: 'mysql2 pool',
    resource: 'mysql2 connection',
    checkout: 'pool.getConnection()',
    release: 'connection.release()',
    close: 'connection.destroy()',
  },
};
