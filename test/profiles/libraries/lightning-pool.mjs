import { lendingPool } from '../support/lending-pool.mjs';
import { plainFactory } from '../support/plain-resource.mjs';

const MAX = 5;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'lightning-pool',
  service: null,
  versions: [{ 'lightning-pool': '3.0.1' }, { 'lightning-pool': '4.14.0' }],
  async *moments({ load }) {
    const module = await load('lightning-pool');
    const Pool = module.Pool ?? module;
    const pool = new Pool(
      { create: plainFactory.create, destroy: plainFactory.destroy },
      { max: MAX, idleTimeoutMillis: 600_000 },
    );
    yield* lendingPool({
      max: MAX,
      checkOut: () => pool.acquire(),
      giveBack: (resource) => pool.release(resource),
      books: () => ({
        size: pool.size,
        idle: pool.available,
        leased: pool.acquired,
        pending: pool.pending,
        maximum: pool.options.max,
      }),
      close: (resources) => {
        for (const resource of resources) pool.release(resource);
        return pool.close();
      },
    });
  },
};
