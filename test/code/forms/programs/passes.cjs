'use strict';

class Pass {
  constructor(key) {
    this.key = key;
  }
}

function putIn(table, key, value) {
  table.set(key, value);
}

function takeOut(table, key) {
  table.delete(key);
}

exports.Passes = class Passes {
  constructor() {
    this.valid = new Map();
  }

  add(key) {
    putIn(this.valid, key, new Pass(key));
    takeOut(new Map(this.valid), key);
  }
};
