class Fare {
  constructor(key, valid) {
    this.key = key;
    this.valid = valid;
  }
}

export class Fares {
  constructor() {
    this.pending = new Map();
    this.sold = 0;
  }

  add(key) {
    const table = this.pending;
    const fare = new Fare(key, !key.includes('7'));
    table.set(key, fare);
    if (!fare.valid) return 0;
    this.sold += 1;
    table.delete(key);
    return this.sold;
  }
}
