'use strict';
const { createPool } = require('generic-pool');
const { factory, log } = require('./broker.cjs');

const pool = createPool(factory, { max: 4 });

async function drainQueue(names) {
  for (const name of names) {
    const channel = await pool.acquire();
    const job = await channel.next(name).catch(() => undefined);
    if (job === undefined) continue;
    try {
      await channel.handle(job);
    } catch (error) {
      log(error);
    }
    await pool.release(channel);
  }
}

module.exports = { drainQueue };
