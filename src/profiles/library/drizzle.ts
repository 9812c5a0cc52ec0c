import type { Profile } from '../profile-schema.js';

/** Drizzle, which borrows from the pools of the drivers for its transactions. */
export const drizzle: Profile = {
  name: 'drizzle',
  library: {
    package: 'drizzle-orm',
    versions: '>=0.29.0 <0.46',
    facts: [
      {
        what: 'a transaction has a session of its own, whose `client` is the connection leased from the pool, until its function has ended',
        where: 'drizzle-orm 0.29.0 and 0.45.4, node-postgres/session.js, transaction; 0.45.4 also mysql2/session.js',
      },
    ],
    reserved: 'The connection of a transaction, for as long as the function given to `db.transaction()` runs.',
    notes: [
      'The books are those of the driver.',
      'No field of a transaction says that it is over: the book of the pool does.',
    ],
  },
  classes: {
    transaction: {
      class: ['NodePgTransaction', 'VercelPgTransaction', 'PostgresJsTransaction', 'MySql2Transaction'],
      fields: ['session', 'dialect'],
    },
  },
  sessions: ['transaction'],
  words: { checkout: 'db.transaction()', release: 'the end of the function given to db.transaction()' },
};
