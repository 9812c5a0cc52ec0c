'use strict';
const { Pool } = require('pg');

const pool = new Pool({ max: 10 });

function insertThen(client, event, release, answer) {
  client.query('insert into events values ($1)', [event], (failed) => {
    release(failed);
    answer(failed);
  });
}

function saveEvent(event, answer) {
  pool.connect((error, client, done) => {
    if (error) return answer(error);
    insertThen(client, event, done, answer);
  });
}

module.exports = { saveEvent };
