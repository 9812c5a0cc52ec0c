import { lendingPool } from '../support/lending-pool.mjs';

const MAX = 5;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'pg',
  service: 'postgres',
  versions: [
    { pg: '8.0.3', 'pg-pool': '3.1.1' },
    { pg: '8.23.1', 'pg-pool': '3.14.0' },
  ],
  async *moments({ load, service }) {
    const { Pool } = await load('pg');
    const pool = new Pool({ ...service, max: MAX, idleTimeoutMillis: 600_000 });
    yield* lendingPool({
      max: MAX,
      checkOut: () => pool.connect(),
      giveBack: (client) => client.release(),
      books: () => ({ size: pool.totalCount, idle: pool.idleCount, pending: pool.waitingCount }),
      known: ({ leased, maximum }) => ({ leased, maximum }),
      close: (clients) => {
        for (const client of clients) client.release();
        return pool.end();
      },
    });
  },
};
