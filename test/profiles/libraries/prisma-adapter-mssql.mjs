import { lendingPool, sessionsUnderLoad } from '../support/lending-pool.mjs';
import { startTdsServer } from '../support/tds-server.mjs';

const MAX = 5;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'tarn',
  borrower: 'prisma',
  service: null,
  versions: [{ '@prisma/adapter-mssql': '6.16.2' }, { '@prisma/adapter-mssql': '7.10.0' }],
  async *moments({ load }) {
    const { PrismaMssql } = await load('@prisma/adapter-mssql');
    const server = await startTdsServer();
    const adapter = await new PrismaMssql({
      server: '127.0.0.1',
      port: server.port,
      user: 'sa',
      password: 'any',
      options: { encrypt: false, trustServerCertificate: true },
      pool: { min: 0, max: MAX, idleTimeoutMillis: 600_000 },
    }).connect();
    const owner = adapter.underlyingDriver?.() ?? adapter.pool;
    yield* lendingPool({
      max: MAX,
      checkOut: () => adapter.startTransaction(),
      giveBack: (transaction) => transaction.rollback(),
      books: () => ({ size: owner.size, idle: owner.available, leased: owner.borrowed, pending: owner.pending }),
      known: (figures) => ({ maximum: figures.maximum, ...sessionsUnderLoad(figures, 'holding') }),
      close: async (transactions) => {
        for (const transaction of transactions) await transaction.rollback();
        await adapter.dispose();
        server.close();
      },
    });
  },
};
