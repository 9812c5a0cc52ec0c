import type { Profile } from '../profile-schema.js';

/** postgres.js, which has neither classes nor a pool object: all is in the scope of the function that makes `sql`. */
export const postgres: Profile = {
  name: 'postgres',
  library: {
    package: 'postgres',
    versions: '>=3.1.0 <4',
    facts: [
      {
        what: 'a connection stands in one of the queues `open` (idle), `busy`, `full`, `reserved`, `connecting`, `closed` and `ended`; waiting queries in `queries`',
        where: 'postgres 3.1.0 and 3.4.9, src/index.js, function Postgres',
      },
      {
        what: 'a queue is an object of functions that share an array `xs`, whose slots are cleared when they are left',
        where: 'postgres 3.4.9, src/queue.js',
      },
      {
        what: '`options.max` connection objects are made at once; those in `closed` have no socket and are used again',
        where: 'postgres 3.4.9, src/index.js and src/connection.js',
      },
      {
        what: 'a transaction or `reserve()` moves its connection to `reserved`, or to `full` while it works',
        where: 'postgres 3.4.9, src/index.js, begin, reserve and move',
      },
    ],
    reserved:
      'A connection that `sql.begin()` or `sql.reserve()` keeps for itself: until the function given to `begin` comes to its end, or until `release()`.',
    notes: [
      'Each `sql` has a second pool of one connection for its subscriptions, empty until there is one.',
      'A connection at work for a query without a transaction counts as leased, too.',
      'The queue that a connection is in says whether it is closed, because its object is reused.',
      'No field has the time of a lease.',
    ],
  },
  classes: {
    pool: { scope: true, fields: ['queries', 'reserved', 'busy', 'full', 'open', 'closed'] },
    connection: { fields: ['idleTimer', 'terminate', 'execute', 'cancel', 'queue', 'connect', 'end'] },
  },
  connections: ['connection'],
  pools: [
    {
      class: 'pool',
      ledgers: [
        { field: 'open.push.xs', role: 'idle' },
        { field: 'reserved.push.xs', role: 'leased' },
        { field: 'busy.push.xs', role: 'leased' },
        { field: 'full.push.xs', role: 'leased' },
        { field: 'connecting.push.xs', role: 'leased' },
        { field: 'queries.push.xs', role: 'pending' },
      ],
      figures: { size: 'leased + idle' },
      maximum: 'options.max',
      closedWhen: [{ field: 'ending', equals: true }],
    },
  ],
  words: {
    pool: 'postgres pool',
    resource: 'postgres connection',
    checkout: 'sql.reserve() or sql.begin()',
    release: 'reserved.release()',
    close: 'sql.end()',
  },
};
