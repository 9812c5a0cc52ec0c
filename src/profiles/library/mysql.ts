import type { Profile } from '../profile-schema.js';

/** mysql, the driver that mysql2 took its interface from. */
export const mysql: Profile = {
  name: 'mysql',
  library: {
    package: 'mysql',
    versions: '>=2.10.0 <3',
    facts: [
      {
        what: 'all connections in `_allConnections`, those not leased in `_freeConnections`, callbacks of waiting checkouts in `_connectionQueue`, those being opened or pinged for a checkout also in `_acquiringConnections`',
        where: 'mysql 2.10.0 and 2.18.1, lib/Pool.js',
      },
      {
        what: 'at most `config.connectionLimit` connections, 10 unless said otherwise; 0 is no bound',
        where: 'mysql 2.18.1, lib/PoolConfig.js',
      },
      {
        what: '`_pool` is null once the pool has thrown a connection out',
        where: 'mysql 2.18.1, lib/PoolConnection.js, _removeFromPool, and lib/Pool.js, _removeConnection',
      },
      {
        what: '`_protocol._ended` and `_protocol._destroyed` once it is over, `_protocol._fatalError` kept for good',
        where: 'mysql 2.18.1, lib/protocol/Protocol.js',
      },
      {
        what: '`state` is `disconnected` also before the handshake is over',
        where: 'mysql 2.18.1, lib/Connection.js, constructor',
      },
    ],
    reserved: 'A connection between `getConnection()` and `release()`; a transaction needs one for its whole length.',
    notes: [
      'A connection that is still being opened counts as leased: the pool books it among all of them at once.',
      'No field has the time of a lease.',
    ],
  },
  classes: {
    pool: {
      class: 'Pool',
      fields: ['_acquiringConnections', '_freeConnections', '_connectionQueue', '_allConnections', 'config'],
      anyName: true,
    },
    pooledConnection: {
      class: 'PoolConnection',
      fields: ['_connectCalled', '_protocol', '_socket', 'state', '_pool'],
      anyName: true,
    },
    connection: { class: 'Connection', fields: ['_connectCalled', '_protocol', '_socket', 'state'], anyName: true },
  },
  connections: ['pooledConnection', 'connection'],
  pools: [
    {
      class: 'pool',
      ledgers: [
        { field: '_allConnections', role: 'all' },
        { field: '_freeConnections', role: 'idle' },
        { field: '_connectionQueue', role: 'pending' },
      ],
      maximum: 'config.connectionLimit',
      closedWhen: [{ field: '_closed', equals: true }],
      acquire: [{ method: 'getConnection' }],
      release: [{ method: 'releaseConnection' }, { method: '_removeConnection' }],
    },
  ],
  deadWhen: [
    { class: 'pooledConnection', field: '_protocol._ended', equals: true },
    { class: 'pooledConnection', field: '_protocol._destroyed', equals: true },
    { class: 'pooledConnection', field: '_protocol._fatalError', exists: true },
    { class: 'pooledConnection', field: '_pool', equals: null },
    { class: 'connection', field: '_protocol._ended', equals: true },
    { class: 'connection', field: '_protocol._destroyed', equals: true },
    { class: 'connection', field: '_protocol._fatalError', exists: true },
  ],
  aliveWhen: [
    { class: 'pooledConnection', field: '_protocol._ended', equals: false },
    { class: 'connection', field: '_protocol._ended', equals: false },
  ],
  words: {
    pool: 'mysql pool',
    resource: 'mysql connection',
    checkout: 'pool.getConnection()',
    release: 'connection.release()',
    close: 'connection.destroy()',
  },
};
