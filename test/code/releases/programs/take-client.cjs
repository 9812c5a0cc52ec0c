'use strict';
const { Pool } = require('pg');

const pool = new Pool({ max: 10 });

async function takeClient(zone) {
  const client = await pool.connect();
  try {
    await client.query("select set_config('timezone', $1, false)", [zone]);
  } catch (error) {
    client.release(error);
    throw error;
  }
  return client;
}

module.exports = { takeClient };
