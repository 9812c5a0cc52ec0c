'use strict';
const { createPool } = require('generic-pool');
const { factory } = require('./broker.cjs');

const pool = createPool(factory, { max: 4 });

async function drainRetry(names) {
  const done = [];
  each: for (const name of names) {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const channel = await pool.acquire();
      try {
        const job = await channel.next(name);
        if (job === undefined) continue each;
        if (job.last) break;
        await channel.handle(job);
        done.push(name);
      } finally {
        await pool.release(channel);
      }
    }
  }
  return done;
}

module.exports = { drainRetry };
