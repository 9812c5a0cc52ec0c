'use strict';

class Permit {
  constructor(key, serial) {
    this.key = key;
    this.serial = serial;
    this.checks = 0;
  }

  check() {
    this.checks += 1;
  }
}

module.exports.Permits = class Permits {
  constructor() {
    this.rows = Object.create(null);
    this.serial = 0;
  }

  add(key) {
    this.serial += 1;
    const permit = new Permit(key, this.serial);
    this.rows[key] = { permit, timer: setInterval(() => permit.check(), 30_000) };
    setTimeout(() => this.shut(permit), 480_000);
  }

  shut(permit) {
    const row = this.rows[permit.serial];
    if (row) clearInterval(row.timer);
    delete this.rows[permit.serial];
  }
};
