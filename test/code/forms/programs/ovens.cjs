'use strict';

class Oven {
  constructor(key) {
    this.key = key;
  }

  cool() {
    this.isCold = true;
  }
}

exports.Ovens = class Ovens {
  constructor() {
    this.timers = new Map();
  }

  add(key) {
    const oven = new Oven(key);
    this.timers.set(
      key,
      setTimeout(() => oven.cool(), 3_600_000),
    );
    setTimeout(() => this.off(key), 120_000);
  }

  off(key) {
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
  }
};
