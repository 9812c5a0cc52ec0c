'use strict';

const SLOTS = 2048;

class Sample {
  constructor(key) {
    this.key = key;
    this.value = key.length;
  }
}

exports.Samples = class Samples {
  constructor() {
    this.slots = [];
    this.at = 0;
  }

  add(key) {
    this.slots[this.at] = new Sample(key);
    this.at = (this.at + 1) % SLOTS;
  }
};
