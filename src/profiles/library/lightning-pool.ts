import type { Profile } from '../profile-schema.js';

/** lightning-pool. */
export const lightningPool: Profile = {
  name: 'lightning-pool',
  library: {
    package: 'lightning-pool',
    versions: '>=3.0.1 <5',
    facts: [
      {
        what: 'all resources in the Map `_allResources`, each with its ResourceItem; leased ones in the linked list `_acquiredResources`, idle ones in `_idleResources`, waiting checkouts in `_requestQueue`',
        where: 'lightning-pool 3.0.1 dist/Pool.js and 4.14.0 pool.js',
      },
      {
        what: 'a list starts at `_head`; a node has `value` and `next`',
        where: 'doublylinked 2.5.6, lib/doubly-linked.js',
      },
      { what: '`_options._max`, 10 unless said otherwise', where: 'lightning-pool 4.14.0, pool-options.js' },
      { what: '`destroyed` once a resource is', where: 'lightning-pool 4.14.0, pool.js and resource-item.js' },
    ],
    reserved: 'A resource between `acquire()` and `release()` or `destroy()`.',
    notes: [
      '`pool.pending` also counts checkouts whose resource is being made or validated: these are in no list.',
      'A number says that the pool is closed, so only snapshots with numbers show it.',
      'No field has the time of a lease.',
    ],
  },
  classes: {
    pool: {
      class: 'Pool',
      fields: ['_acquiredResources', '_idleResources', '_allResources', '_requestQueue', '_factory'],
      anyName: true,
    },
    item: { class: 'ResourceItem', fields: ['resource', 'destroyed'] },
    request: { class: 'PoolRequest', fields: ['callback'] },
  },
  wrappers: ['item'],
  waiters: ['request'],
  pools: [
    {
      class: 'pool',
      ledgers: [
        { field: '_allResources', role: 'all', entry: 'resource' },
        { field: '_acquiredResources._head', role: 'leased', link: 'next', entry: 'value.resource' },
        { field: '_idleResources._head', role: 'idle', link: 'next', entry: 'value.resource' },
        { field: '_requestQueue._head', role: 'pending', link: 'next' },
      ],
      maximum: '_options._max',
      closedWhen: [{ field: '_state', oneOf: [2, 3] }],
      acquire: [{ method: 'acquire' }],
      release: [{ method: 'release' }, { method: 'destroy' }],
    },
  ],
  deadWhen: [{ class: 'item', field: 'destroyed', equals: true }],
  words: {
    pool: 'lightning pool',
    resource: 'pooled resource',
    checkout: 'pool.acquire()',
    release: 'pool.release()',
    close: 'pool.destroy()',
  },
};
