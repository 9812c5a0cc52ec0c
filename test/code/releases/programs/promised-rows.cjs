'use strict';
const mysql = require('mysql2');

const pool = mysql.createPool({ connectionLimit: 10 });

function promisedRows(text) {
  return new Promise((resolve, reject) => {
    pool.getConnection((error, connection) => {
      if (error) {
        reject(error);
        return;
      }
      connection.query(text, (failed, rows) => {
        if (failed) {
          reject(failed);
          return;
        }
        connection.release();
        resolve(rows);
      });
    });
  });
}

module.exports = { promisedRows };
