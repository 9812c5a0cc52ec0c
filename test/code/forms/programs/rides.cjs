'use strict';

class Ride {
  constructor(key, legs) {
    this.key = key;
    this.legs = legs;
  }
}

class Rides {
  constructor() {
    this.open = new Map();
  }

  add(key) {
    const parts = key.split('-');
    this.open.set(key, new Ride(key, parts.length));
    this.trim(parts);
  }

  trim(parts) {
    if (this.open.size < 1000 * parts.length) return;
    for (const oldest of this.open.keys()) {
      this.open.delete(oldest);
      break;
    }
  }
}

module.exports = { Rides };
