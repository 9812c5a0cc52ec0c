'use strict';

const SLOTS = 64;

class Beat {
  constructor(key) {
    this.key = key;
  }
}

exports.Beats = class Beats {
  constructor() {
    this.slots = new Array(SLOTS);
    this.written = 0;
  }

  add(key) {
    this.slots[this.written++] = new Beat(key);
    return this.latest(3);
  }

  latest(back) {
    return this.slots[(this.written - back) % SLOTS];
  }
};
