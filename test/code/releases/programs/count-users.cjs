'use strict';
const { Pool } = require('pg');

const pool = new Pool({ max: 10 });

async function countUsers(country) {
  const { rows } = await pool.query('select count(*) from users where country = $1', [country]);
  if (rows.length === 0) throw new Error('no answer');
  return Number(rows[0].count);
}

module.exports = { countUsers };
