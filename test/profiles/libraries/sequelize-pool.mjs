import { lendingPool } from '../support/lending-pool.mjs';
import { plainFactory } from '../support/plain-resource.mjs';

const MAX = 5;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'sequelize-pool',
  service: null,
  versions: [{ 'sequelize-pool': '2.0.0' }, { 'sequelize-pool': '6.0.0' }, { 'sequelize-pool': '8.0.1' }],
  async *moments({ load }) {
    const module = await load('sequelize-pool');
    // Up to 3.1 the module is the class.
    const Pool = module.Pool ?? module;
    const pool = new Pool({ ...plainFactory, min: 0, max: MAX, idleTimeoutMillis: 600_000 });
    yield* lendingPool({
      max: MAX,
      checkOut: () => pool.acquire(),
      giveBack: (resource) => pool.release(resource),
      books: () => ({
        size: pool.size,
        idle: pool.available,
        leased: pool.using,
        pending: pool.waiting,
        maximum: pool.maxSize,
      }),
      close: async (resources) => {
        for (const resource of resources) pool.release(resource);
        await pool.drain();
        await pool.destroyAllNow();
      },
    });
  },
};
