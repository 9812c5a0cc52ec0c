/**
 * The same few calls of each driver, as an application's data layer would wrap them.
 *
 * @typedef {{
 *   checkOut: () => Promise<import('node:events').EventEmitter>,
 *   giveBack: (connection: unknown) => unknown,
 *   query: (connection: unknown) => Promise<unknown>,
 *   connectAlone: () => Promise<unknown>,
 *   hangUp: (connection: unknown) => unknown,
 *   close: () => unknown,
 * }} Database
 */

const MAX = 200;

/** @type {Record<string, (load: (name: string) => Promise<any>, service: object) => Promise<Database>>} */
export const DATABASES = {
  mysql2: async (load, service) => {
    const { createPool, createConnection } = await load('mysql2/promise.js');
    const pool = createPool({ ...service, connectionLimit: MAX });
    return {
      // The promise is a wrapper made anew each time; what lives on is below it.
      checkOut: () => pool.getConnection(),
      giveBack: (connection) => connection.release(),
      query: (connection) => connection.query('select 1'),
      connectAlone: () => createConnection(service),
      hangUp: (connection) => connection.end(),
      close: () => pool.end(),
    };
  },

  pg: async (load, service) => {
    const { Pool, Client } = await load('pg');
    const pool = new Pool({ ...service, max: MAX, idleTimeoutMillis: 600_000 });
    return {
      checkOut: () => pool.connect(),
      giveBack: (client) => client.release(),
      query: (client) => client.query('select 1'),
      connectAlone: async () => {
        const client = new Client(service);
        await client.connect();
        return client;
      },
      hangUp: (client) => client.end(),
      close: () => pool.end(),
    };
  },

  mariadb: async (load, service) => {
    const { createPool, createConnection } = await load('mariadb');
    const pool = createPool({ ...service, connectionLimit: MAX, minimumIdle: 1 });
    return {
      checkOut: () => pool.getConnection(),
      giveBack: (connection) => connection.release(),
      query: (connection) => connection.query('select 1'),
      connectAlone: () => createConnection(service),
      hangUp: (connection) => connection.end(),
      close: () => pool.end(),
    };
  },
};
