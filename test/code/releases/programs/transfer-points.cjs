'use strict';
const mysql = require('mysql2/promise');

const pool = mysql.createPool({ connectionLimit: 10 });

async function transferPoints(from, to, points) {
  const connection = await pool.getConnection();
  try {
    await connection.beginTransaction();
    await connection.execute('update members set points = points - ? where id = ?', [points, from]);
    await connection.execute('update members set points = points + ? where id = ?', [points, to]);
    await connection.commit();
  } catch (error) {
    await connection.rollback();
    throw error;
  } finally {
    connection.release();
  }
}

module.exports = { transferPoints };
