'use strict';
const mysql = require('mysql2');

const pool = mysql.createPool({ connectionLimit: 10 });

function reportRows(month, done) {
  pool.getConnection((error, connection) => {
    if (error) return done(error);
    connection.query('select * from sales where month = ?', [month], (failed, rows) => {
      if (failed) {
        return done(failed);
      }
      connection.release();
      done(null, rows);
    });
  });
}

module.exports = { reportRows };
