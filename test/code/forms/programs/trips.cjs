'use strict';

class Trip {
  constructor(key, legs) {
    this.key = key;
    this.legs = legs;
  }
}

class Trips {
  constructor() {
    this.open = new Map();
  }

  add(key) {
    const parts = key.split('-');
    this.open.set(key, new Trip(key, parts.length));
    this.trim(parts);
  }

  trim(parts) {
    if (parts.length < 3) return;
    for (const oldest of this.open.keys()) {
      this.open.delete(oldest);
      break;
    }
  }
}

module.exports = { Trips };
