import { shortened } from './parts/shorten.mjs';

class Kiosk {
  constructor(key) {
    this.key = key;
  }
}

export class Kiosks {
  rows = new Map();
  seen = 0;

  add(key) {
    this.rows.set(key, new Kiosk(key));
    if (this.rows.size % 100 === 0) {
      const rows = shortened(this.rows, 50);
      this.seen = rows.size;
    }
  }
}
