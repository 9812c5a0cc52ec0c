'use strict';
const Redis = require('ioredis');

const redis = new Redis();

async function watchKeys(pattern, forMs) {
  const listener = redis.duplicate();
  let heard = 0;
  try {
    listener.on('pmessage', () => {
      heard += 1;
    });
    await listener.psubscribe(pattern);
    await new Promise((resolve) => setTimeout(resolve, forMs));
  } catch (error) {
    listener.disconnect();
    throw error;
  }
  if (heard > 0) {
    await listener.quit();
  }
  return heard;
}

module.exports = { watchKeys };
