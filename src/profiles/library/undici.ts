import type { Profile } from '../profile-schema.js';

/** The library's own test for a connected client: a pool also has clients that have not begun to connect. */
const CONNECTED = [
  { field: '<symbol socket>', exists: true },
  { field: '<symbol connecting>', equals: false },
];

/** undici, as a package and as the client behind `fetch()` in Node.js. */
export const undici: Profile = {
  name: 'undici',
  library: {
    package: 'undici',
    versions: '>=5.0.0 <9',
    facts: [
      {
        what: 'all clients in the array behind the symbol `clients`, requests that wait in the FixedQueue behind `queue`',
        where: 'undici 5.0.0, lib/pool-base.js, and 7.30.2 and 8.12.4, lib/dispatcher/pool-base.js',
      },
      {
        what: 'a client takes no more while its `needDrain` is true: `stats.free` counts the others',
        where: 'undici 7.30.2, lib/dispatcher/pool-base.js, kFree and kGetDispatcher',
      },
      {
        what: 'a pool hands the handler of a request to a client, at once or from `queue`; a busy client emits `drain` when it is done',
        where:
          'undici 5.0.0, lib/pool-base.js and lib/client.js, and 7.30.2, lib/dispatcher/pool-base.js and client.js',
      },
      {
        what: 'a client is connected when it has a socket and is not connecting: `stats.connected` counts these',
        where: 'undici 5.0.0, lib/client.js, and 7.30.2, lib/dispatcher/client-h1.js',
      },
      {
        what: 'a FixedQueue is a chain of buffers of 2047 entries, from `tail` on',
        where: 'undici 7.30.2, lib/dispatcher/fixed-queue.js',
      },
      {
        what: 'at most `connections` clients, without bound when null',
        where: 'undici 7.30.2, lib/dispatcher/pool.js',
      },
      {
        what: 'closed and destroyed by flags behind symbols',
        where: 'undici 5.0.0, lib/dispatcher-base.js, and 7.30.2, lib/dispatcher/dispatcher-base.js',
      },
    ],
    reserved: 'A client has as many requests as `pipelining` allows; a request ends when its body was read or dropped.',
    notes: [
      'Of requests that wait, the first 4094 are seen without numbers.',
      'An Agent of releases 5 refers to its pools weakly: they are listed for themselves.',
    ],
  },
  classes: {
    pool: {
      class: 'Pool',
      fields: ['<symbol clients>', '<symbol queue>', '<symbol factory>', '<symbol options>'],
      anyName: true,
    },
    client: {
      class: 'Client',
      fields: ['<symbol connector>', '<symbol host header>', '<symbol strict content length>', '<symbol queue>'],
      anyName: true,
    },
  },
  connections: ['client'],
  pools: [
    {
      class: 'pool',
      ledgers: [
        { field: '<symbol clients>', role: 'all', when: CONNECTED },
        {
          field: '<symbol clients>.*',
          kind: 'one',
          role: 'leased',
          when: [...CONNECTED, { field: '<symbol needDrain>', equals: true }],
        },
        { field: '<symbol queue>.tail.list', role: 'pending' },
        { field: '<symbol queue>.tail.next.list', role: 'pending' },
      ],
      figures: { idle: 'all - leased' },
      maximum: '<symbol connections>',
      closedWhen: [
        { field: '<symbol closed>', equals: true },
        { field: '<symbol destroyed>', equals: true },
        { field: '<symbol nodejs.stream.destroyed>', equals: true },
      ],
      acquire: [{ method: '<symbol dispatch>', of: 'client', gives: 'this' }],
      release: [{ method: 'emit', event: 'drain', of: 'client' }],
    },
  ],
  acquiresLater: [{ method: '<symbol dispatch>', of: 'pool', argument: 1 }],
  deadWhen: [
    { class: 'client', field: '<symbol closed>', equals: true },
    { class: 'client', field: '<symbol destroyed>', equals: true },
    { class: 'client', field: '<symbol nodejs.stream.destroyed>', equals: true },
  ],
  words: {
    pool: 'undici pool',
    resource: 'undici client',
    checkout: 'pool.request()',
    release: 'body.dump()',
    close: 'client.close()',
  },
};
