import type { Profile } from '../profile-schema.js';

/** sequelize-pool, the pool of Sequelize. Up to 3.1 leased resources are booked without a wrapper, from 6.0 on in a wrapper. */
export const sequelizePool: Profile = {
  name: 'sequelize-pool',
  library: {
    package: 'sequelize-pool',
    versions: '>=2.0.0 <9',
    facts: [
      {
        what: 'leased resources in `_inUseObjects`, idle ones in `_availableObjects`, waiting checkouts in `_pendingAcquires`',
        where: 'sequelize-pool 2.0.0, 6.0.0 and 8.0.1, lib/Pool.js',
      },
      {
        what: '`_inUseObjects` holds the resources themselves up to 3.1, and `{resource, useCount}` from 6.0 on, where `log` became a field of the pool',
        where: 'sequelize-pool 3.0.0 and 6.0.0, lib/Pool.js',
      },
      {
        what: '`_count` is the size, those being made included; `_factory.max` the maximum',
        where: 'sequelize-pool 8.0.1, lib/Pool.js',
      },
      { what: '`_draining` from `drain()` on', where: 'sequelize-pool 8.0.1, lib/Pool.js' },
    ],
    reserved:
      'A resource between `acquire()` and `release()`. Sequelize holds one for the whole length of a transaction.',
    notes: ['No field has the time of a lease.'],
  },
  classes: {
    pool: {
      class: 'Pool',
      fields: ['_inUseObjects', '_availableObjects', '_pendingAcquires', '_factory', 'log'],
      anyName: true,
    },
    barePool: {
      class: 'Pool',
      fields: ['_inUseObjects', '_availableObjects', '_pendingAcquires', '_factory'],
      not: ['log'],
      anyName: true,
    },
    pending: { class: 'Deferred', fields: ['_promise', '_resolve', '_reject'] },
  },
  waiters: ['pending'],
  pools: [
    {
      class: 'pool',
      ledgers: [
        { field: '_inUseObjects', role: 'leased', entry: 'resource' },
        { field: '_availableObjects', role: 'idle', entry: 'resource' },
        { field: '_pendingAcquires', role: 'pending' },
      ],
      maximum: '_factory.max',
      closedWhen: [{ field: '_draining', equals: true }],
      acquire: [{ method: 'acquire' }],
      release: [{ method: 'release' }, { method: 'destroy' }],
    },
    {
      class: 'barePool',
      ledgers: [
        { field: '_inUseObjects', role: 'leased' },
        { field: '_availableObjects', role: 'idle', entry: 'resource' },
        { field: '_pendingAcquires', role: 'pending' },
      ],
      maximum: '_factory.max',
      closedWhen: [{ field: '_draining', equals: true }],
      acquire: [{ method: 'acquire' }],
      release: [{ method: 'release' }, { method: 'destroy' }],
    },
  ],
  words: {
    pool: 'sequelize pool',
    resource: 'pooled resource',
    checkout: 'pool.acquire()',
    release: 'pool.release()',
    close: 'pool.destroy()',
  },
};
