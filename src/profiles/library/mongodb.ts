import type { Profile } from '../profile-schema.js';

/**
 * The official driver of MongoDB. Its pool has had three shapes: at first with symbols as fields, or with ring buffers
 * as lists.
 */
export const mongodb: Profile = {
  name: 'mongodb',
  library: {
    package: 'mongodb',
    versions: '>=4.11.0 <8',
    facts: [
      {
        what: 'idle connections in `connections`, leased ones in the Set `checkedOut`, checkouts that wait in `waitQueue`',
        where: 'mongodb 7.9.0, lib/cmap/connection_pool.js, class ConnectionPool',
      },
      {
        what: 'the same three behind symbols, the lists of the class Denque',
        where: 'mongodb 4.11.0, lib/cmap/connection_pool.js, kConnections, kCheckedOut and kWaitQueue',
      },
      {
        what: 'a List is a ring of `{ next, prev, value }` around a `head` without a value',
        where: 'mongodb 7.9.0, lib/utils.js, class List',
      },
      {
        what: '`options.maxPoolSize`, 100 unless said otherwise',
        where: 'mongodb 7.9.0, constructor of ConnectionPool',
      },
      { what: '`poolState` is `closed` after close()', where: 'mongodb 7.9.0, lib/cmap/connection_pool.js, close' },
      { what: '`closed` once the socket is gone', where: 'mongodb 4.11.0 and 7.9.0, lib/cmap/connection.js' },
      {
        what: '`lastUseTime` is set when it comes back',
        where: 'mongodb 7.9.0, lib/cmap/connection.js, markAvailable',
      },
    ],
    reserved: 'A cursor or a transaction pins its connection behind a load balancer; otherwise one command has it.',
    notes: ['Before 4.11.0 a pool counted its leases, and listed them nowhere.'],
  },
  classes: {
    pool: { class: 'ConnectionPool', fields: ['checkedOut', 'waitQueue', 'connections', 'poolState'], anyName: true },
    symbolPool: {
      class: 'ConnectionPool',
      fields: ['<symbol checkedOut>', '<symbol waitQueue>', '<symbol connections>', '<symbol poolState>'],
      anyName: true,
    },
    connection: {
      class: 'Connection',
      fields: ['messageStream', 'monitorCommands', 'helloOk', 'closed'],
      anyName: true,
    },
    symbolConnection: {
      class: 'Connection',
      fields: ['<symbol messageStream>', 'monitorCommands', 'helloOk', 'closed'],
      anyName: true,
    },
  },
  connections: ['connection', 'symbolConnection'],
  pools: [
    {
      class: 'pool',
      ledgers: [
        {
          field: 'connections.head',
          link: 'next',
          entry: 'value',
          when: [{ field: 'value', exists: true }],
          role: 'idle',
        },
        { field: 'checkedOut', role: 'leased' },
        { field: 'waitQueue.head', link: 'next', when: [{ field: 'value', exists: true }], role: 'pending' },
      ],
      maximum: 'options.maxPoolSize',
      closedWhen: [{ field: 'poolState', equals: 'closed' }],
      acquire: [{ method: 'checkOut' }],
      release: [{ method: 'checkIn' }],
    },
    {
      class: 'symbolPool',
      ledgers: [
        {
          field: '<symbol connections>.head',
          link: 'next',
          entry: 'value',
          when: [{ field: 'value', exists: true }],
          role: 'idle',
        },
        { field: '<symbol connections>._list', role: 'idle' },
        { field: '<symbol checkedOut>', role: 'leased' },
        { field: '<symbol waitQueue>.head', link: 'next', when: [{ field: 'value', exists: true }], role: 'pending' },
        { field: '<symbol waitQueue>._list', role: 'pending' },
      ],
      maximum: 'options.maxPoolSize',
      closedWhen: [{ field: '<symbol poolState>', equals: 'closed' }],
      acquire: [{ method: 'checkOut' }],
      release: [{ method: 'checkIn' }],
    },
  ],
  deadWhen: [
    { class: 'connection', field: 'closed', equals: true },
    { class: 'symbolConnection', field: 'closed', equals: true },
  ],
  timestamps: [
    { class: 'connection', field: 'lastUseTime', means: 'released', clock: 'process-ms' },
    { class: 'symbolConnection', field: '<symbol lastUseTime>', means: 'released', clock: 'process-ms' },
  ],
  words: {
    pool: 'MongoDB pool',
    resource: 'MongoDB connection',
    checkout: 'collection.find()',
    release: 'cursor.close()',
    close: 'client.close()',
  },
};
