'use strict';
const { Pool } = require('pg');
const QueryStream = require('pg-query-stream');

const pool = new Pool({ max: 10 });

function csvDownload(response) {
  pool.connect((error, client, done) => {
    if (error) {
      response.destroy(error);
      return;
    }
    const rows = client.query(new QueryStream('select * from sales'));
    rows.on('end', () => done());
    rows.on('error', (failed) => response.destroy(failed));
    rows.pipe(response);
  });
}

module.exports = { csvDownload };
