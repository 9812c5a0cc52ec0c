'use strict';
const { setTimeout: pause } = require('node:timers/promises');

class Visit {
  constructor(key) {
    this.key = key;
    this.since = Date.now();
  }
}

function makeHouse() {
  const inside = new Map();
  let visits = 0;
  async function visit(key) {
    inside.set(key, new Visit(key));
    try {
      visits += 1;
      if (visits % 3 === 0) {
        await pause(400_000);
        throw new Error('rain');
      }
      await pause(600_000);
    } finally {
      inside.delete(key);
    }
  }
  return { visit };
}

exports.House = class House {
  constructor() {
    this.house = makeHouse();
  }

  add(key) {
    this.house.visit(key).catch(() => undefined);
  }
};
