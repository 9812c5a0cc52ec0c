'use strict';

function lampFor(key) {
  let isOut = false;
  const flicker = setInterval(() => {
    if (!isOut) lamp.times += 1;
  }, 60_000);
  const lamp = {
    key,
    times: 0,
    stop() {
      isOut = true;
      clearInterval(flicker);
    },
  };
  return lamp;
}

exports.Lamps = class Lamps {
  add(key) {
    const lamp = lampFor(key);
    setTimeout(() => lamp.stop(), 120_000);
  }
};
