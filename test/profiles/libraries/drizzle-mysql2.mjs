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
  profile: 'mysql2',
  borrower: 'drizzle',
  service: 'mariadb',
  versions: [
    { 'drizzle-orm': '0.29.0', mysql2: '3.6.0' },
    { 'drizzle-orm': '0.45.4', mysql2: '3.24.6' },
  ],
  async *moments({ load, service }) {
    const { drizzle } = await load('drizzle-orm/mysql2');
    const { createPool } = await load('mysql2/promise.js');
    const pool = createPool({ ...service, connectionLimit: MAX });
    const db = drizzle(pool);
    yield* lendingPool({
      max: MAX,
      checkOut: () => begin(db),
      giveBack: (transaction) => transaction.end(),
      known: (figures) => ({ ...figures, ...sessionsUnderLoad(figures, 'holding') }),
      close: async (transactions) => {
        for (const transaction of transactions) await transaction.end();
        await pool.end();
      },
    });
  },
};
