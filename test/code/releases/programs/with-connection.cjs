'use strict';
const mysql = require('mysql2/promise');

const pool = mysql.createPool({ connectionLimit: 10 });

async function withConnection(work) {
  const connection = await pool.getConnection();
  try {
    return await work(connection);
  } finally {
    connection.release();
  }
}

function latestOrders(limit) {
  return withConnection(async (connection) => {
    const [rows] = await connection.query('select * from orders order by id desc limit ?', [limit]);
    if (rows.length === 0) throw new Error('none');
    return rows;
  });
}

module.exports = { latestOrders };
