'use strict';
const Redis = require('ioredis');

const redis = new Redis();

async function* scanKeys(match) {
  const reader = redis.duplicate();
  try {
    let cursor = '0';
    do {
      const [next, keys] = await reader.scan(cursor, 'MATCH', match);
      cursor = next;
      yield* keys;
    } while (cursor !== '0');
  } finally {
    await reader.quit();
  }
}

module.exports = { scanKeys };
