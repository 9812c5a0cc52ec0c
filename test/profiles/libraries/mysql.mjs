import { lendingPool } from '../support/lending-pool.mjs';

const MAX = 5;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'mysql',
  service: 'mariadb',
  versions: [{ mysql: '2.10.0' }, { mysql: '2.18.1' }],
  async *moments({ load, service }) {
    const { createPool } = await load('mysql');
    const pool = createPool({ ...service, connectionLimit: MAX });
    yield* lendingPool({
      max: MAX,
      checkOut: () =>
        new Promise((resolve, reject) =>
          pool.getConnection((error, connection) => (error ? reject(error) : resolve(connection))),
        ),
      giveBack: (connection) => connection.release(),
      known: (figures) => figures,
      close: (connections) => {
        for (const connection of connections) connection.release();
        return new Promise((resolve) => pool.end(resolve));
      },
    });
  },
};
