import { lendingPool, sessionsUnderLoad } from '../support/lending-pool.mjs';

const MAX = 5;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'pg',
  borrower: 'prisma',
  service: 'postgres',
  versions: [
    { '@prisma/adapter-pg': '6.6.0', pg: '8.11.3' },
    { '@prisma/adapter-pg': '7.10.1', pg: '8.23.1' },
  ],
  async *moments({ load, service }) {
    const { PrismaPg } = await load('@prisma/adapter-pg');
    const adapter = await new PrismaPg({ ...service, max: MAX, idleTimeoutMillis: 600_000 }).connect();
    const pool = adapter.underlyingDriver?.() ?? adapter.client;
    yield* lendingPool({
      max: MAX,
      checkOut: () => adapter.startTransaction(),
      giveBack: async (transaction) => {
        await transaction.executeRaw({ sql: 'ROLLBACK', args: [], argTypes: [] });
        await transaction.rollback();
      },
      books: () => ({ size: pool.totalCount, idle: pool.idleCount, pending: pool.waitingCount }),
      known: ({ leased, pending, maximum }) => ({
        leased,
        maximum,
        ...sessionsUnderLoad({ leased, pending }, 'holding'),
      }),
      close: async (transactions) => {
        for (const transaction of transactions) await transaction.rollback();
        await adapter.dispose();
      },
    });
  },
};
