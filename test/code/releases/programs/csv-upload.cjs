'use strict';
const { Pool } = require('pg');
const { from } = require('pg-copy-streams');

const pool = new Pool({ max: 10 });

function csvUpload(request, answer) {
  pool.connect((error, client, done) => {
    if (error) {
      answer(error);
      return;
    }
    let over = false;
    const finish = (failed) => {
      if (over) return;
      over = true;
      done(failed);
      answer(failed);
    };
    const sink = client.query(from('copy sales from stdin csv'));
    sink.on('error', finish);
    sink.on('finish', () => finish());
    sink.on('close', () => finish());
    request.on('error', (failed) => sink.destroy(failed));
    request.pipe(sink);
  });
}

module.exports = { csvUpload };
