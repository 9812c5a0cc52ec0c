import { lendingPool, sessionsUnderLoad } from '../support/lending-pool.mjs';

const MAX = 5;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'tarn',
  borrower: 'knex',
  service: 'postgres',
  versions: [
    { knex: '0.21.0', pg: '8.0.3' },
    { knex: '3.3.0', pg: '8.23.1' },
  ],
  async *moments({ load, service }) {
    const knex = await load('knex');
    const db = knex({
      client: 'pg',
      connection: service,
      pool: { min: 0, max: MAX, idleTimeoutMillis: 600_000 },
    });
    const { pool } = db.client;
    yield* lendingPool({
      max: MAX,
      checkOut: () => db.transaction(),
      giveBack: (transaction) => transaction.rollback(),
      books: () => ({ idle: pool.numFree(), leased: pool.numUsed(), pending: pool.numPendingAcquires() }),
      known: (figures) => ({
        size: figures.size,
        maximum: figures.maximum,
        ...sessionsUnderLoad(figures, 'asking'),
      }),
      close: async (transactions) => {
        for (const transaction of transactions) await transaction.rollback();
        await db.destroy();
      },
    });
  },
};
