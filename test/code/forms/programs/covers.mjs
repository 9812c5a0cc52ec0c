class Cover {
  constructor(key) {
    this.key = key;
  }
}

export class Covers {
  constructor(limit = 2000) {
    this.limit = limit;
    this.byKey = new Map();
  }

  get size() {
    return this.byKey.size;
  }

  get oldest() {
    return this.byKey.keys().next().value;
  }

  add(key) {
    this.byKey.set(key, new Cover(key));
    while (this.size > this.limit) {
      this.byKey.delete(this.oldest);
    }
  }
}
