'use strict';
const { Pool } = require('pg');

const pool = new Pool({ max: 10 });

async function userProfile(id) {
  const client = await pool.connect();
  const user = await client.query('select * from users where id = $1', [id]);
  const addresses = await client.query('select * from addresses where user_id = $1', [id]);
  client.release();
  return { user: user.rows[0], addresses: addresses.rows };
}

module.exports = { userProfile };
