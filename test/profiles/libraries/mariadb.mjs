import { lendingPool } from '../support/lending-pool.mjs';

const MAX = 5;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'mariadb',
  service: 'mariadb',
  versions: [{ mariadb: '2.5.6' }, { mariadb: '3.0.0' }, { mariadb: '3.5.4' }],
  async *moments({ load, service }) {
    const { createPool } = await load('mariadb');
    const pool = createPool({ ...service, connectionLimit: MAX });
    yield* lendingPool({
      max: MAX,
      checkOut: () => pool.getConnection(),
      giveBack: (connection) => connection.release(),
      books: () => ({
        size: pool.totalConnections(),
        idle: pool.idleConnections(),
        leased: pool.activeConnections(),
        pending: pool.taskQueueSize(),
      }),
      known: ({ maximum }) => ({ maximum }),
      close: async (connections) => {
        for (const connection of connections) await connection.release();
        await pool.end();
      },
    });
  },
};
