import type { Profile } from '../profile-schema.js';

/** tedious, the driver for SQL Server, and mssql upon it, whose pool is tarn's. */
export const tedious: Profile = {
  name: 'tedious',
  library: {
    package: ['tedious', 'mssql'],
    versions: '>=11.0.0 <21',
    facts: [
      {
        what: '`closed` from `close()` or a lost socket on; `state.name` is `Final` then',
        where: 'tedious 11.0.3 and 20.3.9, lib/connection.js, close, cleanupConnection and STATE',
      },
      {
        what: 'a transaction keeps its connection in `_acquiredConnection` from `begin()` until `commit()` or `rollback()`, a prepared statement from `prepare()` until `unprepare()`',
        where: 'mssql 7.0.0 and 12.7.14, lib/tedious/transaction.js and lib/base/prepared-statement.js',
      },
      { what: 'mssql lends tedious connections from a tarn pool', where: 'mssql 12.7.14, lib/base/connection-pool.js' },
    ],
    reserved:
      'mssql: a connection that a transaction or a prepared statement has acquired; `commit()`, `rollback()` or `unprepare()` gives it back.',
    notes: ['The books are those of tarn.'],
  },
  classes: {
    connection: {
      class: 'Connection',
      fields: ['transactionDescriptors', 'transientErrorLookup', 'messageBuffer', 'closed', 'state'],
      anyName: true,
    },
    transaction: {
      class: 'Transaction',
      fields: ['_acquiredConnection', '_acquiredConfig', '_rollbackRequested', 'parent'],
      anyName: true,
    },
    preparedStatement: {
      class: 'PreparedStatement',
      fields: ['_acquiredConnection', '_acquiredConfig', 'prepared', 'parent'],
      anyName: true,
    },
  },
  connections: ['connection'],
  sessions: ['transaction', 'preparedStatement'],
  deadWhen: [
    { class: 'connection', field: 'closed', equals: true },
    { class: 'connection', field: 'state.name', equals: 'Final' },
  ],
  words: { resource: 'tedious connection', release: 'transaction.commit() or rollback()', close: 'connection.close()' },
};
