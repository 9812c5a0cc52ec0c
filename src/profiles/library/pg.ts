import type { Profile } from '../profile-schema.js';

/** node-postgres: `pg` with its `pg-pool`. */
export const pg: Profile = {
  name: 'pg',
  library: {
    package: ['pg', 'pg-pool'],
    versions: '>=8.0.0 <9',
    facts: [
      {
        what: 'all clients in `_clients`, idle ones wrapped in `_idle`, waiting checkouts in `_pendingQueue`',
        where: 'pg-pool 3.0.0 and 3.14.0, index.js, class Pool',
      },
      {
        what: '`totalCount`, `idleCount` and `waitingCount` are the lengths of these',
        where: 'pg-pool 3.14.0, index.js',
      },
      { what: '`options.max`, 10 unless said otherwise', where: 'pg-pool 3.14.0, index.js, constructor of Pool' },
      { what: '`release` is made anew for each checkout', where: 'pg-pool 3.14.0, index.js, _acquireClient' },
      {
        what: '`_ended` once the connection is gone, `_queryable` false after an error',
        where: 'pg 8.23.1, lib/client.js',
      },
    ],
    reserved: 'A client between `pool.connect()` and `client.release()`; a transaction needs one for its whole length.',
  },
  classes: {
    pool: {
      class: ['Pool', 'BoundPool'],
      fields: ['_clients', '_idle', '_pendingQueue', 'Client', 'options'],
      anyName: true,
    },
    client: { class: 'Client', fields: ['connectionParameters', '_queryable', '_types', 'connection'], anyName: true },
    connection: {
      class: 'Connection',
      fields: ['stream', '_ending', '_emitMessage', 'parsedStatements'],
      anyName: true,
    },
    idle: { class: 'IdleItem', fields: ['client', 'idleListener', 'timeoutId'] },
    pending: { class: 'PendingItem', fields: ['callback'] },
  },
  connections: ['client', 'connection'],
  wrappers: ['idle'],
  waiters: ['pending'],
  pools: [
    {
      class: 'pool',
      ledgers: [
        { field: '_clients', role: 'all' },
        { field: '_idle', role: 'idle', entry: 'client' },
        { field: '_pendingQueue', role: 'pending' },
      ],
      maximum: 'options.max',
      closedWhen: [
        { field: 'ending', equals: true },
        { field: 'ended', equals: true },
      ],
      acquire: [{ method: 'connect' }],
      release: [{ method: '_release' }],
    },
  ],
  deadWhen: [{ class: 'client', field: '_ended', equals: true }],
  timestamps: [{ class: 'client', field: 'release', means: 'leased', clock: 'birth' }],
  words: {
    pool: 'pg pool',
    resource: 'pg client',
    checkout: 'pool.connect()',
    release: 'client.release()',
    close: 'client.end()',
  },
};
