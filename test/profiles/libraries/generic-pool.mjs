import { lendingPool } from '../support/lending-pool.mjs';
import { plainFactory } from '../support/plain-resource.mjs';

const MAX = 5;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'generic-pool',
  service: null,
  versions: [{ 'generic-pool': '3.0.0' }, { 'generic-pool': '3.9.0' }],
  async *moments({ load }) {
    const { createPool } = await load('generic-pool');
    const pool = createPool(
      { create: plainFactory.create, destroy: plainFactory.destroy },
      { max: MAX, priorityRange: 2 },
    );
    yield* lendingPool({
      max: MAX,
      checkOut: () => pool.acquire(),
      giveBack: (resource) => pool.release(resource),
      books: () => ({
        size: pool.size,
        idle: pool.available,
        leased: pool.borrowed,
        pending: pool.pending,
        maximum: pool.max,
      }),
      close: async (resources) => {
        for (const resource of resources) await pool.release(resource);
        await pool.drain();
        await pool.clear();
      },
    });
  },
};
