import type { Profile } from '../profile-schema.js';

/** knex, whose pool is tarn's: this profile names what borrows from it. */
export const knex: Profile = {
  name: 'knex',
  library: {
    package: 'knex',
    versions: '>=0.21.0 <4',
    facts: [
      {
        what: 'a transaction holds one connection from its first query until `commit()` or `rollback()`, by way of `trxClient`; `_completed` then',
        where: 'knex 0.21.0 lib/transaction.js and 3.3.0 lib/execution/transaction.js',
      },
      {
        what: '`client.transaction()` returns the transaction, which takes its connection in `_evaluateContainer`, in a chain of promises',
        where: 'knex 3.3.0, lib/client.js, lib/execution/transaction.js',
      },
      { what: '`client.pool` is a tarn pool', where: 'knex 3.3.0, lib/client.js, initializePool' },
    ],
    reserved: 'The connection of a transaction that is neither committed nor rolled back.',
    notes: ['The books are those of tarn.'],
  },
  classes: {
    client: {
      class: 'Client',
      fields: ['connectionSettings', 'valueForUndefined', 'connectionConfigExpirationChecker'],
      anyName: true,
    },
    transaction: {
      class: 'Transaction',
      fields: ['trxClient', 'outerTx', 'txid', '_completed', '_lastChild'],
      anyName: true,
    },
  },
  sessions: ['transaction'],
  acquiresLater: [{ method: 'transaction', of: 'client', work: 'transaction', by: '_evaluateContainer' }],
  deadWhen: [{ class: 'transaction', field: '_completed', equals: true }],
  words: { resource: 'knex connection', checkout: 'knex.transaction()', release: 'trx.commit() or trx.rollback()' },
};
