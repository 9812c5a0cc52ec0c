'use strict';
const mysql = require('mysql2/promise');

const pool = mysql.createPool({ connectionLimit: 10 });

function handBack(connection, failed) {
  if (!failed) connection.release();
}

async function saveNote(note) {
  const connection = await pool.getConnection();
  try {
    await connection.execute('insert into notes values (?)', [note]);
  } catch (error) {
    handBack(connection, true);
    throw error;
  }
  handBack(connection, false);
}

module.exports = { saveNote };
