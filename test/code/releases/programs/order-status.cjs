'use strict';
const { Pool } = require('pg');

const pool = new Pool({ max: 10 });

async function orderStatus(id) {
  const client = await pool.connect();
  const startedAt = Date.now();
  try {
    const { rows } = await client.query('select status from orders where id = $1', [id]);
    if (rows.length === 0) return undefined;
    return { status: rows[0].status, tookMs: Date.now() - startedAt };
  } finally {
    client.release();
  }
}

module.exports = { orderStatus };
