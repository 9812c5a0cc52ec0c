import type { Profile } from '../profile-schema.js';

/** tarn, the pool of knex, mssql and objection. */
export const tarn: Profile = {
  name: 'tarn',
  library: {
    package: 'tarn',
    versions: '>=1.0.0 <4',
    facts: [
      {
        what: 'leased resources in `used`, idle ones in `free`, each wrapped in a Resource; waiting checkouts in `pendingAcquires`',
        where: 'tarn 1.0.0 lib/Pool.js and 3.1.2 dist/Pool.js',
      },
      {
        what: '`numUsed()`, `numFree()` and `numPendingAcquires()` are the lengths of these; `max` bounds those used and being made',
        where: 'tarn 3.1.2, dist/Pool.js',
      },
      {
        what: '`timestamp` of a Resource is when it was made or last given back',
        where: 'tarn 3.1.2, dist/Resource.js',
      },
      { what: '`destroyed` from `destroy()` on', where: 'tarn 3.1.2, dist/Pool.js' },
    ],
    reserved: 'A resource between `acquire()` and `release()`. knex holds one for the whole length of a transaction.',
    notes: [
      'A resource that is being validated for a checkout is booked as leased.',
      'No field has the time of a lease.',
    ],
  },
  classes: {
    pool: {
      class: 'Pool',
      fields: ['pendingAcquires', 'pendingCreates', 'used', 'free', 'creator', 'destroyer'],
      anyName: true,
    },
    resource: { class: 'Resource', fields: ['resource', 'deferred'] },
    pending: { class: 'PendingOperation', fields: ['possibleTimeoutCause', 'deferred', 'promise'] },
  },
  wrappers: ['resource'],
  waiters: ['pending'],
  pools: [
    {
      class: 'pool',
      ledgers: [
        { field: 'used', role: 'leased', entry: 'resource' },
        { field: 'free', role: 'idle', entry: 'resource' },
        { field: 'pendingAcquires', role: 'pending' },
      ],
      maximum: 'max',
      closedWhen: [{ field: 'destroyed', equals: true }],
      acquire: [{ method: 'acquire', entry: 'promise' }],
      release: [{ method: 'release' }],
    },
  ],
  timestamps: [{ class: 'resource', field: 'timestamp', means: 'released', clock: 'epoch-ms' }],
  words: {
    pool: 'tarn pool',
    resource: 'pooled resource',
    checkout: 'pool.acquire()',
    release: 'pool.release()',
    close: 'pool.destroy()',
  },
};
