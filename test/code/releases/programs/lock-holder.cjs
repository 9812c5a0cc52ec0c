'use strict';
const { Pool } = require('tarn');
const { create, destroy } = require('./lock-server.cjs');

const pool = new Pool({ create, destroy, min: 0, max: 8 });

function holdLock(name) {
  return pool.acquire().promise.then((resource) =>
    resource
      .lock(name)
      .then((key) => resource.touch(key))
      .then((touched) => {
        pool.release(resource);
        return touched;
      }),
  );
}

module.exports = { holdLock };
