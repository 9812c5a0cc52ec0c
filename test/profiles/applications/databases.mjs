import { hold } from '../support/hold.mjs';

/**
 * The same few calls of each driver, as an application's data layer would wrap them.
 *
 * @typedef {{
 *   checkOut: () => Promise<import('node:events').EventEmitter>,
 *   giveBack: (connection: unknown) => unknown,
 *   emitterOf?: (connection: unknown) => import('node:events').EventEmitter,
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

  mysql: async (load, service) => {
    const { createPool, createConnection } = await load('mysql');
    const pool = createPool({ ...service, connectionLimit: MAX });
    /** @param {(done: (error: Error | null, result?: unknown) => void) => unknown} call */
    const promised = (call) =>
      new Promise((resolve, reject) => {
        call((error, result) => (error ? reject(error) : resolve(result)));
      });
    return {
      checkOut: () => promised((done) => pool.getConnection(done)),
      giveBack: (connection) => connection.release(),
      query: (connection) => promised((done) => connection.query('select 1', done)),
      connectAlone: async () => {
        const connection = createConnection(service);
        await promised((done) => connection.connect(done));
        return connection;
      },
      hangUp: (connection) => promised((done) => connection.end(done)),
      close: () => promised((done) => pool.end(done)),
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

  redis: async (load, service) => {
    const { createClient } = await load('redis');
    const socket = { host: service.host, port: service.port };
    const pool = createClient({ socket }).createPool({ minimum: 1, maximum: MAX });
    await pool.connect();
    /** @type {WeakMap<object, { giveBack: () => Promise<void> }>} */
    const leases = new WeakMap();
    return {
      checkOut: async () => {
        const lease = await hold((use) => pool.execute(use));
        leases.set(lease.lent, lease);
        return lease.lent;
      },
      giveBack: (client) => leases.get(client)?.giveBack(),
      query: (client) => client.ping(),
      connectAlone: async () => {
        const client = createClient({ socket });
        await client.connect();
        return client;
      },
      hangUp: (client) => client.close(),
      close: () => pool.close(),
    };
  },

  amqplib: async (load, { host, port, user, password }) => {
    const { connect } = await load('amqplib');
    const url = `amqp://${user}:${password}@${host}:${port}`;
    const connection = await connect(url);
    return {
      checkOut: () => connection.createChannel(),
      giveBack: (channel) => channel.close(),
      // A channel is used once: what outlives it is the connection.
      emitterOf: () => connection,
      query: (channel) => channel.assertQueue('', { exclusive: true, autoDelete: true }),
      connectAlone: () => connect(url),
      hangUp: (other) => other.close(),
      close: () => connection.close(),
    };
  },
};
