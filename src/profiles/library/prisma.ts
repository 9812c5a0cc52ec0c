import type { Profile } from '../profile-schema.js';

/** Prisma's driver adapters, which use a pool of pg, mariadb or mssql: this profile names what borrows from it. */
export const prisma: Profile = {
  name: 'prisma',
  library: {
    package: ['@prisma/adapter-pg', '@prisma/adapter-mariadb', '@prisma/adapter-mssql'],
    versions: '>=6.6.0 <8',
    facts: [
      {
        what: 'a transaction holds the client it got from the pool in `client` until `commit()` or `rollback()`',
        where: '@prisma/adapter-pg 6.6.0 and 7.10.1, dist/index.js, PgTransaction',
      },
      {
        what: 'a transaction holds its connection in `client`',
        where: '@prisma/adapter-mariadb 6.11.1 and 7.10.0, dist/index.js, MariaDbTransaction',
      },
      {
        what: 'a transaction holds that of mssql in `transaction`',
        where: '@prisma/adapter-mssql 6.16.2 and 7.10.0, dist/index.js, MssqlTransaction',
      },
    ],
    reserved: 'The connection of an interactive transaction.',
    notes: [
      'The books are those of pg, mariadb or tarn.',
      'No field of a transaction says that it is over: the book of the pool does.',
      'Prisma Client without a driver adapter has its connections outside of JavaScript, where no snapshot shows them.',
    ],
  },
  classes: {
    pgTransaction: { class: 'PgTransaction', fields: ['client', 'options', 'adapterName', 'provider'] },
    mariadbTransaction: { class: 'MariaDbTransaction', fields: ['client', 'options', 'adapterName', 'provider'] },
    mssqlTransaction: { class: 'MssqlTransaction', fields: ['transaction', 'options', 'adapterName', 'provider'] },
  },
  sessions: ['pgTransaction', 'mariadbTransaction', 'mssqlTransaction'],
  words: { checkout: 'prisma.$transaction()', release: 'transaction.commit() or rollback()' },
};
