class Sleeve {
  constructor(key) {
    this.key = key;
  }
}

export class Sleeves {
  constructor(limit = 2000) {
    this.limit = limit;
    this.byKey = new Map();
    this.pinned = new Map();
  }

  get size() {
    return this.pinned.size;
  }

  get oldest() {
    return this.byKey.keys().next().value;
  }

  add(key) {
    this.byKey.set(key, new Sleeve(key));
    while (this.size > this.limit) {
      this.byKey.delete(this.oldest);
    }
  }
}
