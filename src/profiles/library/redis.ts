import type { Profile } from '../profile-schema.js';

/** node-redis. Its classes are made at run time and are all called `Class`. */
export const redis: Profile = {
  name: 'redis',
  library: {
    package: ['redis', '@redis/client'],
    versions: '>=5.0.0 <7',
    facts: [
      {
        what: 'idle clients in `#idleClients`, leased ones in `#clientsInUse`, tasks that wait in `#tasksQueue`',
        where: '@redis/client 5.0.0 and 6.3.1, dist/lib/client/pool.js, class RedisClientPool',
      },
      {
        what: 'these are lists of `{ value, next }` from `#head` on',
        where: '@redis/client 6.3.1, dist/lib/client/linked-list.js',
      },
      {
        what: 'a client that connects counts as leased; `#options.maximum`, 100 unless said otherwise',
        where: '@redis/client 6.3.1, dist/lib/client/pool.js, #create and #DEFAULTS',
      },
      {
        what: '`#closePromise`, before it `#isClosing`, is set by close()',
        where: '@redis/client 5.0.0 and 6.3.1, dist/lib/client/pool.js',
      },
    ],
    reserved: 'A client for as long as the function given to `pool.execute()` runs, or its promise is pending.',
    notes: [
      'Before 6.2.0 the list of leased clients can lose some of them, so its own count is used where numbers were captured.',
      'Without numbers, no field distinguishes a client that was closed from one that was never opened.',
      'Releases 4 lend by generic-pool, which has a profile of its own.',
    ],
  },
  classes: {
    pool: { fields: ['#clientsInUse', '#idleClients', '#tasksQueue', '#isOpen'], anyName: true },
    client: { fields: ['#credentialsSubscription', '#monitorCallback', '#socket', '#queue'], anyName: true },
  },
  connections: ['client'],
  pools: [
    {
      class: 'pool',
      ledgers: [
        { field: '#idleClients.#head', link: 'next', entry: 'value', role: 'idle' },
        { field: '#clientsInUse.#head', link: 'next', entry: 'value', role: 'leased' },
        { field: '#tasksQueue.#head', link: 'next', role: 'pending' },
      ],
      figures: { leased: '#clientsInUse.#length' },
      maximum: '#options.maximum',
      closedWhen: [
        { field: '#isClosing', equals: true },
        { field: '#closePromise', exists: true },
      ],
      acquire: [{ method: 'execute', gives: 'function' }],
    },
  ],
  words: {
    pool: 'Redis pool',
    resource: 'Redis client',
    checkout: 'pool.execute()',
    release: 'the end of the function given to pool.execute()',
    close: 'client.close()',
  },
};
