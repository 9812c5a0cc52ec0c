import { startHttpServer } from '../support/http-server.mjs';
import { lendingPool } from '../support/lending-pool.mjs';

const MAX = 4;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'undici',
  service: null,
  versions: [{ undici: '5.0.0' }, { undici: '6.29.1' }, { undici: '7.30.2' }, { undici: '8.12.4', node: '22' }],
  async *moments({ load }) {
    const { Pool } = await load('undici');
    const server = await startHttpServer();
    const pool = new Pool(`http://127.0.0.1:${server.port}`, { connections: MAX, keepAliveTimeout: 60_000 });
    yield* lendingPool({
      max: MAX,
      checkOut: () =>
        server.hold(async () => {
          const { body } = await pool.request({ path: '/', method: 'GET' });
          await body.text();
        }),
      giveBack: (request) => request.giveBack(),
      // `stats.size` counts requests, and so do `running` and `pending`.
      books: () => ({
        size: pool.stats.connected,
        idle: pool.stats.free,
        leased: pool.stats.running,
        pending: pool.stats.queued,
      }),
      known: ({ maximum }) => ({ maximum }),
      close: (requests) => Promise.all(requests.map((request) => request.giveBack())),
    });
    await pool.close();
    server.close();
  },
};
