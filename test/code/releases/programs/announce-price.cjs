'use strict';
const { Pool } = require('pg');
const nats = require('nats');

const pool = new Pool();

async function announcePrice(item) {
  const client = await pool.connect();
  try {
    const wire = await nats.connect({ servers: '127.0.0.1' });
    const { rows } = await client.query('select price from items where id = $1', [item]);
    await wire.publish('prices', JSON.stringify(rows));
    await wire.drain();
    return rows.length;
  } finally {
    client.release();
  }
}

module.exports = { announcePrice };
