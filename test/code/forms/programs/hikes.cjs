'use strict';

const underWay = new Map();
let lost = 0;

class Hike {
  constructor(key) {
    this.key = key;
    this.steps = 0;
  }
}

const walk = (hike) =>
  new Promise((resolve, reject) => {
    setTimeout(() => (hike.key.endsWith('3') ? reject(new Error('no')) : resolve(hike)), 540_000);
  });

function begin(key) {
  const hike = new Hike(key);
  underWay.set(key, hike);
  walk(hike)
    .catch(() => {
      lost += 1;
    })
    .finally(() => underWay.delete(key));
}

module.exports = class Hikes {
  static get lost() {
    return lost;
  }
  add(key) {
    begin(key);
  }
};
module.exports.Hikes = module.exports;
