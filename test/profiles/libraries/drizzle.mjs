import { lendingPool, sessionsUnderLoad } from '../support/lending-pool.mjs';

const MAX = 5;

/** A lease lasts until the function given to `transaction` has come to its end. */
function begin(db) {
  return new Promise((resolve, reject) => {
    const ended = db.transaction(
      () =>
        new Promise((commit) => {
          resolve({
            end: () => {
              commit();
              return ended;
            },
          });
        }),
    );
    ended.catch(reject);
  });
}

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'pg',
  borrower: 'drizzle',
  service: 'postgres',
  versions: [
    { 'drizzle-orm': '0.29.0', pg: '8.0.3' },
    { 'drizzle-orm': '0.45.4', pg: '8.23.1' },
  ],
  async *moments({ load, service }) {
    const { drizzle } = await load('drizzle-orm/node-postgres');
    const { Pool } = await load('pg');
    const pool = new Pool({ ...service, max: MAX, idleTimeoutMillis: 600_000 });
    const db = drizzle(pool);
    yield* lendingPool({
      max: MAX,
      checkOut: () => begin(db),
      giveBack: (transaction) => transaction.end(),
      books: () => ({ size: pool.totalCount, idle: pool.idleCount, pending: pool.waitingCount }),
      known: ({ leased, pending, maximum }) => ({
        leased,
        maximum,
        ...sessionsUnderLoad({ leased, pending }, 'holding'),
      }),
      close: async (transactions) => {
        for (const transaction of transactions) await transaction.end();
        await pool.end();
      },
    });
  },
};
