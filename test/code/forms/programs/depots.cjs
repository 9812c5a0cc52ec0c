'use strict';

function Crate(key) {
  this.key = key;
  this.weight = key.length;
}

exports.Depots = class Depots {
  constructor() {
    this.crates = {};
    this.order = [];
  }

  add(key) {
    this.order.push(key);
    this.crates[key] = new Crate(key);
    if (this.order.length > 1800) delete this.crates[this.order.shift()];
  }
};
