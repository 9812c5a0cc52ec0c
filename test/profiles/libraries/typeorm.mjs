import { lendingPool, sessionsUnderLoad } from '../support/lending-pool.mjs';

const MAX = 5;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'typeorm',
  service: 'postgres',
  versions: [
    { typeorm: '0.3.0', pg: '8.5.1', 'reflect-metadata': '0.1.13' },
    { typeorm: '1.1.1', pg: '8.23.1', 'reflect-metadata': '0.2.2' },
  ],
  async *moments({ load, service }) {
    const { DataSource } = await load('typeorm');
    const { user: username, ...place } = service;
    const source = new DataSource({
      type: 'postgres',
      ...place,
      username,
      extra: { max: MAX, idleTimeoutMillis: 600_000 },
    });
    await source.initialize();
    yield* lendingPool({
      max: MAX,
      checkOut: async () => {
        const runner = source.createQueryRunner();
        await runner.connect();
        return runner;
      },
      giveBack: (runner) => runner.release(),
      // The pool itself is pg's: this is the list of those who borrowed from it.
      books: () => ({ leased: source.driver.connectedQueryRunners.length }),
      known: (figures) => sessionsUnderLoad(figures, 'asking'),
      close: async (runners) => {
        for (const runner of runners) await runner.release();
        await source.destroy();
      },
    });
  },
};
