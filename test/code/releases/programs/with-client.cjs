'use strict';
const { Pool } = require('pg');

const pool = new Pool({ max: 10 });

async function withClient(work) {
  const client = await pool.connect();
  const result = await work(client);
  client.release();
  return result;
}

function newestUsers(limit) {
  return withClient(async (client) => {
    const { rows } = await client.query('select * from users order by id desc limit $1', [limit]);
    return rows;
  });
}

module.exports = { newestUsers };
