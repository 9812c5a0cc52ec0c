import { lendingPool, sessionsUnderLoad } from '../support/lending-pool.mjs';
import { startTdsServer } from '../support/tds-server.mjs';

const MAX = 5;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'tarn',
  borrower: 'tedious',
  service: null,
  versions: [{ mssql: '7.0.0' }, { mssql: '12.7.14' }],
  async *moments({ load }) {
    const mssql = await load('mssql');
    const server = await startTdsServer();
    const owner = await new mssql.ConnectionPool({
      server: '127.0.0.1',
      port: server.port,
      user: 'sa',
      password: 'any',
      options: { encrypt: false, trustServerCertificate: true },
      pool: { min: 0, max: MAX, idleTimeoutMillis: 600_000 },
    }).connect();
    yield* lendingPool({
      max: MAX,
      checkOut: async () => {
        const transaction = owner.transaction();
        await transaction.begin();
        return transaction;
      },
      giveBack: (transaction) => transaction.rollback(),
      books: () => ({ size: owner.size, idle: owner.available, leased: owner.borrowed, pending: owner.pending }),
      known: (figures) => ({ maximum: figures.maximum, ...sessionsUnderLoad(figures, 'holding') }),
      close: async (transactions) => {
        for (const transaction of transactions) await transaction.rollback();
        await owner.close();
        server.close();
      },
    });
  },
};
