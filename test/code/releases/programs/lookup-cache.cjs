'use strict';
const mysql = require('mysql2');

const pool = mysql.createPool({ connectionLimit: 10 });
const rowsByKey = new Map();

function lookup(key, answer) {
  pool.getConnection(function taken(error, connection) {
    if (error) return answer(error);
    const known = rowsByKey.get(key);
    if (known !== undefined) {
      return answer(null, known);
    }
    connection.query('select * from lookup where k = ?', [key], function read(failed, rows) {
      connection.release();
      if (failed) return answer(failed);
      rowsByKey.set(key, rows[0]);
      answer(null, rows[0]);
    });
  });
}

module.exports = { lookup };
