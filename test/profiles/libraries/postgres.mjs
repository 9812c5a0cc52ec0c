import { lendingPool } from '../support/lending-pool.mjs';

const MAX = 5;

/** A lease is a transaction here: the connection is reserved until the function given to `begin` has come to its end. */
function begin(sql) {
  return new Promise((resolve, reject) => {
    let commit;
    const isOver = new Promise((done) => {
      commit = done;
    });
    const committed = sql.begin(() => {
      resolve({ end: () => committed, commit });
      return isOver;
    });
    committed.catch(reject);
  });
}

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'postgres',
  service: 'postgres',
  versions: [{ postgres: '3.1.0' }, { postgres: '3.4.9' }],
  async *moments({ load, service }) {
    const postgres = await load('postgres');
    const sql = postgres({ ...service, username: service.user, max: MAX, fetch_types: false });
    const giveBack = async (transaction) => {
      transaction.commit();
      await transaction.end();
    };
    yield* lendingPool({
      max: MAX,
      checkOut: () => begin(sql),
      giveBack,
      // Each `sql` may bring a second pool along: that of its subscriptions, without a connection until one is made.
      books: () => {
        const pools = [sql, sql.subscribe.sql].filter((pool) => pool !== undefined);
        return { pools: pools.length, maximum: pools.reduce((sum, pool) => sum + pool.options.max, 0) };
      },
      known: ({ size, idle, leased, pending }) => ({ size, idle, leased, pending }),
      close: async (transactions) => {
        for (const transaction of transactions) await giveBack(transaction);
        await sql.end();
      },
    });
  },
};
