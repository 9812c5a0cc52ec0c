import { requireMinified } from '../support/minified.mjs';
import { plainFactory } from '../support/plain-resource.mjs';

const MAX = 4;

/** Promises of `count` checkouts by callback. */
const checkOutByCallback = (pool, count) =>
  Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise((resolve, reject) =>
          pool.getConnection((error, connection) =>
            error === null || error === undefined ? resolve(connection) : reject(error),
          ),
        ),
    ),
  );
const times = (count, checkOut) => Promise.all(Array.from({ length: count }, checkOut));

/**
 * All in one heap: eight libraries whose pool is called `Pool`, mysql2 in two versions and minified, tarn minified and
 * subclassed. Each has other figures, so that none can be taken for another.
 *
 * @type {import('../library.js').Library}
 */
export const library = {
  profile: 'mysql2',
  service: 'mariadb',
  versions: [
    {
      mysql2: '3.24.6',
      'mysql2-of-old': 'npm:mysql2@2.0.0',
      mysql: '2.18.1',
      mariadb: '3.5.4',
      tarn: '3.1.2',
      'generic-pool': '3.9.0',
      'sequelize-pool': '8.0.1',
      'lightning-pool': '4.14.0',
    },
  ],
  async *moments({ load, require, service }) {
    const settings = { ...service, connectionLimit: MAX };
    const newest = (await load('mysql2')).createPool(settings);
    const old = (await load('mysql2-of-old')).createPool({ ...settings, connectionLimit: 5 });
    const minified = (await requireMinified(require, 'mysql2')).createPool({ ...settings, connectionLimit: 6 });
    const mysql = (await load('mysql')).createPool({ ...settings, connectionLimit: 7 });
    const mariadb = (await load('mariadb')).createPool({ ...settings, connectionLimit: 8 });
    const tarn = await requireMinified(require, 'tarn');
    class ResourcePool extends tarn.Pool {}
    const tarnPool = new ResourcePool({ ...plainFactory, min: 0, max: 9 });
    const { create, destroy } = plainFactory;
    const genericPool = (await load('generic-pool')).createPool({ create, destroy }, { max: 10 });
    const sequelizePool = new (await load('sequelize-pool')).Pool({ ...plainFactory, min: 0, max: 11 });
    const lightningPool = new (await load('lightning-pool')).Pool({ create, destroy }, { max: 12 });

    const leases = [
      await checkOutByCallback(newest, 1),
      await checkOutByCallback(old, 2),
      await checkOutByCallback(minified, 3),
      await checkOutByCallback(mysql, 5),
      await times(4, () => mariadb.getConnection()),
      await times(7, () => tarnPool.acquire().promise),
      await times(8, () => genericPool.acquire()),
      await times(9, () => sequelizePool.acquire()),
      await times(10, () => lightningPool.acquire()),
    ];
    yield {
      moment: 'under load',
      said: {},
      known: { pools: 3, leased: 6, maximum: 15, dead: 0 },
      others: {
        mysql: { pools: 1, leased: 5, maximum: 7, dead: 0 },
        mariadb: { pools: 1, leased: mariadb.activeConnections(), maximum: 8, dead: 0 },
        tarn: { pools: 1, leased: tarnPool.numUsed(), maximum: 9, dead: 0 },
        'generic-pool': { pools: 1, leased: genericPool.borrowed, maximum: genericPool.max, dead: 0 },
        'sequelize-pool': { pools: 1, leased: sequelizePool.using, maximum: sequelizePool.maxSize, dead: 0 },
        'lightning-pool': { pools: 1, leased: lightningPool.acquired, maximum: 12, dead: 0 },
      },
    };
    leases.length = 0;
  },
};
