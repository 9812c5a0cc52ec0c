'use strict';
const mysql = require('mysql2/promise');

const pool = mysql.createPool({ connectionLimit: 10 });

function handBack(connection, failed) {
  if (failed) connection.destroy();
  else connection.release();
}

async function saveAudit(entry) {
  const connection = await pool.getConnection();
  try {
    await connection.execute('insert into audit values (?)', [entry]);
  } catch (error) {
    handBack(connection, true);
    throw error;
  }
  handBack(connection, false);
}

module.exports = { saveAudit };
