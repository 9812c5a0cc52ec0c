'use strict';
const { Pool } = require('tarn');
const { create, destroy } = require('./lock-server.cjs');

const pool = new Pool({ create, destroy, min: 0, max: 8 });

function renewLock(name) {
  return pool.acquire().promise.then((resource) =>
    resource
      .lock(name)
      .then((key) => resource.touch(key))
      .finally(() => pool.release(resource)),
  );
}

module.exports = { renewLock };
