import { lendingPool } from '../support/lending-pool.mjs';
import { startMongoServer } from '../support/mongo-server.mjs';

const MAX = 4;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'mongodb',
  service: null,
  versions: [{ mongodb: '4.11.0' }, { mongodb: '6.0.0' }, { mongodb: '7.9.0' }],
  async *moments({ load }) {
    const { MongoClient } = await load('mongodb');
    const server = await startMongoServer(await load('bson'));
    const client = new MongoClient(`mongodb://127.0.0.1:${server.port}/?directConnection=true`, { maxPoolSize: MAX });
    await client.connect();
    const [node] = client.topology.s.servers.values();
    const pool = node.pool ?? node.s.pool;

    yield* lendingPool({
      max: MAX,
      // A connection is out for as long as its command is not answered.
      checkOut: () => server.hold(() => client.db('test').command({ hold: 1 })),
      giveBack: (command) => command.answer(),
      books: () => ({
        size: pool.totalConnectionCount,
        idle: pool.availableConnectionCount,
        leased: pool.currentCheckedOutCount,
        pending: pool.waitQueueSize,
        maximum: pool.options.maxPoolSize,
      }),
      close: (commands) => Promise.all(commands.map((command) => command.answer())),
    });
    await client.close();
    server.close();
  },
};
