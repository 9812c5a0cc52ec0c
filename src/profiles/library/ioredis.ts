import type { Profile } from '../profile-schema.js';

/** ioredis: single clients, and the connections of a cluster to its nodes. */
export const ioredis: Profile = {
  name: 'ioredis',
  library: {
    package: 'ioredis',
    versions: '>=4.0.0 <7',
    facts: [
      {
        what: 'one client for each node in the object `nodes.all`; a client that ended is deleted from it',
        where: 'ioredis 4.0.0 and 6.0.0, built/cluster/ConnectionPool.js',
      },
      {
        what: '`status` is `end` once a client is closed and will not connect again',
        where: 'ioredis 6.0.0, built/redis/event_handler.js, closeHandler',
      },
    ],
    notes: ['A cluster lends nothing: its commands share one connection for each node.'],
  },
  classes: {
    cluster: { class: 'ConnectionPool', fields: ['specifiedOptions', 'redisOptions', 'nodes'], anyName: true },
    client: { class: 'Redis', fields: ['connector', 'commandQueue', 'offlineQueue', 'status'], anyName: true },
  },
  connections: ['client'],
  pools: [
    {
      class: 'cluster',
      ledgers: [{ field: 'nodes.all', role: 'all' }],
      words: { pool: 'Redis cluster', resource: 'connection to a node', resources: 'connections to nodes' },
    },
  ],
  deadWhen: [{ class: 'client', field: 'status', equals: 'end' }],
  words: { resource: 'Redis client', checkout: 'new Redis()', release: 'redis.quit()', close: 'redis.disconnect()' },
};
