import { lendingPool } from '../support/lending-pool.mjs';
import { plainFactory } from '../support/plain-resource.mjs';

const MAX = 5;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'tarn',
  service: null,
  versions: [{ tarn: '1.0.0' }, { tarn: '3.1.2' }],
  async *moments({ load }) {
    const { Pool } = await load('tarn');
    const pool = new Pool({ ...plainFactory, min: 0, max: MAX, idleTimeoutMillis: 600_000 });
    yield* lendingPool({
      max: MAX,
      checkOut: () => pool.acquire().promise,
      giveBack: (resource) => pool.release(resource),
      books: () => ({ idle: pool.numFree(), leased: pool.numUsed(), pending: pool.numPendingAcquires() }),
      known: ({ size, maximum }) => ({ size, maximum }),
      close: (resources) => {
        for (const resource of resources) pool.release(resource);
        return pool.destroy();
      },
    });
  },
};
