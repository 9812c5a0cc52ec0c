'use strict';
const mysql = require('mysql2/promise');

const pool = mysql.createPool({ connectionLimit: 10 });

async function transferFunds(from, to, cents) {
  const connection = await pool.getConnection();
  await connection.beginTransaction();
  try {
    await connection.execute('update accounts set cents = cents - ? where id = ?', [cents, from]);
    await connection.execute('update accounts set cents = cents + ? where id = ?', [cents, to]);
    await connection.commit();
  } catch (error) {
    await connection.rollback();
    throw error;
  }
  connection.release();
}

module.exports = { transferFunds };
