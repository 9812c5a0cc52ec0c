'use strict';

const inner = new WeakMap();

class Flag {
  constructor(key) {
    this.key = key;
  }
}

exports.Flags = class Flags {
  constructor() {
    inner.set(this, new Map());
  }

  add(key) {
    inner.get(this).set(key, new Flag(key));
    setTimeout(() => this.lower(key), 60_000);
  }

  lower(key) {
    inner.get(this).delete(key);
  }
};
