'use strict';
const { Pool } = require('pg');
const nats = require('nats');

const pool = new Pool();
let wire = null;

async function announceStock(item) {
  const client = await pool.connect();
  wire ??= await nats.connect({ servers: '127.0.0.1' });
  try {
    const { rows } = await client.query('select stock from items where id = $1', [item]);
    wire.publish('stock', JSON.stringify(rows));
    return rows.length;
  } finally {
    client.release();
  }
}

module.exports = { announceStock };
