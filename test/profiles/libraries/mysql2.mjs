import { lendingPool } from '../support/lending-pool.mjs';

const MAX = 5;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'mysql2',
  service: 'mariadb',
  versions: [{ mysql2: '2.0.0' }, { mysql2: '3.24.6' }],
  async *moments({ load, service }) {
    const { createPool } = await load('mysql2/promise.js');
    const pool = createPool({ ...service, connectionLimit: MAX });
    yield* lendingPool({
      max: MAX,
      checkOut: () => pool.getConnection(),
      giveBack: (connection) => connection.release(),
      known: (figures) => figures,
      close: (connections) => {
        for (const connection of connections) connection.release();
        return pool.end();
      },
    });
  },
};
