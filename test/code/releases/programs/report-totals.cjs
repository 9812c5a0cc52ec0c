'use strict';
const mysql = require('mysql2');

const pool = mysql.createPool({ connectionLimit: 10 });

function reportTotals(month, done) {
  pool.getConnection((error, connection) => {
    if (error) return done(error);
    connection.query('select sum(cents) as total from sales where month = ?', [month], (failed, rows) => {
      connection.release();
      if (failed) return done(failed);
      done(null, rows[0].total);
    });
  });
}

module.exports = { reportTotals };
