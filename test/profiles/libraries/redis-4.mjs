import { hold } from '../support/hold.mjs';
import { lendingPool } from '../support/lending-pool.mjs';

const MAX = 4;

/** Clients for `executeIsolated` are lent by generic-pool, in releases 4. */
/** @type {import('../library.js').Library} */
export const library = {
  profile: 'generic-pool',
  service: 'redis',
  versions: [{ redis: '4.0.0' }, { redis: '4.7.1' }],
  async *moments({ load, service }) {
    const { createClient } = await load('redis');
    const socket = { host: service.host, port: service.port };
    const client = createClient({ socket, isolationPoolOptions: { min: 0, max: MAX } });
    await client.connect();
    yield* lendingPool({
      max: MAX,
      checkOut: () => hold((use) => client.executeIsolated(use)),
      giveBack: (lease) => lease.giveBack(),
      // The pool is private to the client.
      // Every client has one, those that are lent too, with room for one more.
      known: ({ size, maximum, ...figures }) => ({ ...figures, size, pools: 1 + size, maximum: maximum + size }),
      close: async (leases) => {
        await Promise.all(leases.map((lease) => lease.giveBack()));
        await client.quit();
      },
    });
  },
};
