'use strict';
const { Pool } = require('pg');

const pool = new Pool({ max: 10 });

async function tryRead(text, others) {
  let client;
  try {
    client = await pool.connect();
    for (const other of others) {
      const { rows } = await client.query(other);
      if (rows.length > 0) return rows;
    }
    return (await client.query(text)).rows;
  } finally {
    client?.release();
  }
}

module.exports = { tryRead };
