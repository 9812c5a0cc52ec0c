import { lendingPool, sessionsUnderLoad } from '../support/lending-pool.mjs';

const MAX = 5;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'mariadb',
  borrower: 'prisma',
  service: 'mariadb',
  versions: [
    { '@prisma/adapter-mariadb': '6.11.1', mariadb: '3.4.3' },
    { '@prisma/adapter-mariadb': '7.10.0', mariadb: '3.5.4' },
  ],
  async *moments({ load, service }) {
    const { PrismaMariaDb } = await load('@prisma/adapter-mariadb');
    const adapter = await new PrismaMariaDb({ ...service, connectionLimit: MAX }).connect();
    const pool = adapter.underlyingDriver?.() ?? adapter.client;
    yield* lendingPool({
      max: MAX,
      checkOut: () => adapter.startTransaction(),
      // Earlier releases left the statement to Prisma's engine; a second one does no harm.
      giveBack: async (transaction) => {
        await transaction.executeRaw({ sql: 'ROLLBACK', args: [], argTypes: [] });
        await transaction.rollback();
      },
      books: () => ({
        size: pool.totalConnections(),
        idle: pool.idleConnections(),
        leased: pool.activeConnections(),
        pending: pool.taskQueueSize(),
      }),
      known: (figures) => ({ maximum: figures.maximum, ...sessionsUnderLoad(figures, 'holding') }),
      close: async (transactions) => {
        for (const transaction of transactions) await transaction.rollback();
        await adapter.dispose();
      },
    });
  },
};
