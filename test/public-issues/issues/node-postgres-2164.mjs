import { createHook, executionAsyncId } from 'node:async_hooks';

/**
 * The function that gives a client back sees the promise of its checkout. A context store that lives as long as the
 * promise, and has the client, never ends then.
 *
 * @type {import('../rebuild.js').PublicIssue}
 */
export const issue = {
  url: 'https://github.com/brianc/node-postgres/pull/2164',
  service: 'postgres',
  faulty: { pg: '8.0.3', 'pg-pool': '3.1.0' },
  fixed: { pg: '8.0.3', 'pg-pool': '3.1.1' },
  finds: { kind: 'ledger-entry-kept', place: 'contexts' },
  async start({ load, service }) {
    const CHECKOUTS = 15;
    const [Pool, { Client }] = [await load('pg-pool'), await load('pg')];
    const pool = new Pool({ ...service, Client, max: 4, idleTimeoutMillis: 600_000 });
    /** As `cls-hooked` keeps them: by the id of the asynchronous resource, until that is destroyed. */
    const contexts = new Map();
    createHook({
      init(id) {
        const context = contexts.get(executionAsyncId());
        if (context !== undefined) contexts.set(id, context);
      },
      destroy(id) {
        contexts.delete(id);
      },
    }).enable();
    const request = async () => {
      await Promise.resolve();
      contexts.set(executionAsyncId(), { client: null });
      const client = await pool.connect();
      const context = contexts.get(executionAsyncId());
      if (context !== undefined) context.client = client;
      await client.query('select 1');
      // Not for another: each request has a client of its own.
      client.release(true);
    };
    return async () => {
      for (let count = 0; count < CHECKOUTS; count += 1) await request();
    };
  },
};
