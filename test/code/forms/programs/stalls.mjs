import { shorten } from './parts/shorten.mjs';

class Stall {
  constructor(key) {
    this.key = key;
  }
}

export class Stalls {
  rows = new Map();

  add(key) {
    this.rows.set(key, new Stall(key));
    shorten(this.rows, 1500);
  }
}
