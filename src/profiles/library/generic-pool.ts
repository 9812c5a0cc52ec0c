import type { Profile } from '../profile-schema.js';

/** generic-pool. */
export const genericPool: Profile = {
  name: 'generic-pool',
  library: {
    package: 'generic-pool',
    versions: '>=3.0.0 <4',
    facts: [
      {
        what: 'all resources, each wrapped in a PooledResource, in the Set `_allObjects`; idle ones in the linked list `_availableObjects`; loans by resource in the Map `_resourceLoans`',
        where: 'generic-pool 3.0.0 and 3.9.0, lib/Pool.js',
      },
      {
        what: 'waiting checkouts in a linked list for each priority: `_waitingClientsQueue._slots`',
        where: 'generic-pool 3.0.0 and 3.9.0, lib/PriorityQueue.js, lib/DoublyLinkedList.js',
      },
      {
        what: '`borrowed`, `available`, `pending` and `max` tell these; `size` also counts those being made',
        where: 'generic-pool 3.9.0, lib/Pool.js',
      },
      {
        what: 'a ResourceLoan is made for each checkout, with `_creationTimestamp` in ms',
        where: 'generic-pool 3.9.0, lib/ResourceLoan.js',
      },
      {
        what: '`state` INVALID once it failed its validation or is destroyed',
        where: 'generic-pool 3.9.0, lib/PooledResource.js, lib/Pool.js, _destroy',
      },
    ],
    reserved: 'A resource between `acquire()` and `release()` or `destroy()`.',
  },
  classes: {
    pool: {
      class: 'Pool',
      fields: ['_resourceLoans', '_waitingClientsQueue', '_availableObjects', '_allObjects', '_factory'],
      anyName: true,
    },
    pooled: { class: 'PooledResource', fields: ['lastReturnTime', 'lastBorrowTime', 'obj', 'state'] },
    loan: { class: 'ResourceLoan', fields: ['pooledResource', '_promise', '_state'] },
    request: { class: 'ResourceRequest', fields: ['_promise', '_timeout', '_state'] },
  },
  wrappers: ['pooled', 'loan'],
  waiters: ['request'],
  pools: [
    {
      class: 'pool',
      ledgers: [
        { field: '_allObjects', role: 'all', entry: 'obj' },
        { field: '_resourceLoans', role: 'leased', entry: 'pooledResource.obj' },
        { field: '_availableObjects._list.head', role: 'idle', link: 'next', entry: 'data.obj' },
        { field: '_waitingClientsQueue._slots.*._list.head', role: 'pending', link: 'next' },
      ],
      maximum: '_config.max',
      closedWhen: [{ field: '_draining', equals: true }],
      acquire: [{ method: 'acquire' }],
      release: [{ method: 'release' }, { method: 'destroy' }],
    },
  ],
  deadWhen: [{ class: 'pooled', field: 'state', equals: 'INVALID' }],
  timestamps: [
    { class: 'loan', field: '_promise', means: 'leased', clock: 'birth' },
    { class: 'loan', field: '_creationTimestamp', means: 'leased', clock: 'epoch-ms' },
    { class: 'pooled', field: 'lastBorrowTime', means: 'leased', clock: 'epoch-ms' },
    { class: 'pooled', field: 'creationTime', means: 'created', clock: 'epoch-ms' },
  ],
  words: {
    pool: 'generic-pool',
    resource: 'pooled resource',
    checkout: 'pool.acquire()',
    release: 'pool.release()',
    close: 'pool.destroy()',
  },
};
