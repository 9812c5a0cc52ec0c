import { hold } from '../support/hold.mjs';
import { lendingPool } from '../support/lending-pool.mjs';

const MAX = 4;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'redis',
  service: 'redis',
  versions: [{ redis: '5.0.0' }, { redis: '6.3.1' }],
  async *moments({ load, service }) {
    const { createClient } = await load('redis');
    const socket = { host: service.host, port: service.port };
    const limits = { minimum: 1, maximum: MAX, cleanupDelay: 60_000, acquireTimeout: 60_000 };
    const pool = createClient({ socket }).createPool(limits);
    await pool.connect();
    yield* lendingPool({
      max: MAX,
      checkOut: () => hold((use) => pool.execute(use)),
      giveBack: (lease) => lease.giveBack(),
      books: () => ({
        size: pool.totalClients,
        idle: pool.idleClients,
        leased: pool.clientsInUse,
        pending: pool.tasksQueueLength,
      }),
      known: ({ maximum }) => ({ maximum }),
      close: async (leases) => {
        await Promise.all(leases.map((lease) => lease.giveBack()));
        await pool.close();
      },
    });
  },
};
