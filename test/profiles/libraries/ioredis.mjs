import { settle } from '../support/lending-pool.mjs';
import { startRedisCluster } from '../support/redis-cluster.mjs';

const NODES = 3;

/** @type {import('../library.js').Library} */
export const library = {
  profile: 'ioredis',
  service: null,
  versions: [{ ioredis: '4.0.0' }, { ioredis: '6.0.0' }],
  async *moments({ load }) {
    const module = await load('ioredis');
    const cluster = await startRedisCluster(NODES);
    const Redis = module.default ?? module;
    const client = new Redis.Cluster(cluster.ports.slice(0, 1).map((port) => ({ host: '127.0.0.1', port })));
    await new Promise((resolve) => client.once('ready', resolve));
    await settle();
    yield { moment: 'at rest', said: { pools: 1, size: client.nodes().length }, known: {} };

    // A node that is gone stays in no book, whoever keeps it.
    const kept = client.nodes()[0];
    kept.disconnect();
    await settle();
    yield { moment: 'a node gone', said: { pools: 1, size: client.nodes().length }, known: {} };
    client.disconnect();
    cluster.close();
  },
};
