'use strict';

class Box {
  constructor(key) {
    this.key = key;
    this.checks = 0;
  }

  check() {
    this.checks += 1;
  }
}

module.exports.Vaults = class Vaults {
  constructor() {
    this.rows = Object.create(null);
  }

  add(key) {
    const box = new Box(key);
    this.rows[key] = { box, timer: setInterval(() => box.check(), 30_000) };
    setTimeout(() => this.shut(box), 480_000);
  }

  shut(box) {
    const row = this.rows[box.key];
    if (row) clearInterval(row.timer);
    delete this.rows[box.key];
  }
};
