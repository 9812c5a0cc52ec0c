'use strict';

class Letter {
  constructor(key) {
    this.key = key;
  }
}

exports.Letters = class Letters {
  constructor() {
    this.current = new Map();
    this.previous = new Map();
    this.turnAt = Date.now() + 500;
  }

  add(key) {
    this.current.set(key, new Letter(key));
    if (Date.now() < this.turnAt) return;
    this.current = new Map([...this.previous, ...this.current]);
    this.previous = this.current;
    this.turnAt = Date.now() + 500;
  }
};
