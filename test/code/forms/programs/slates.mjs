class Slate {
  constructor(key) {
    this.key = key;
    this.owner = `owner of ${key}`;
  }
}

export class Slates {
  byKey = new Map();
  byOwner = new Map();
  limit = 150;

  add(key) {
    const slate = new Slate(key);
    this.byKey.set(key, slate);
    this.byOwner.set(slate.owner, slate);
    if (this.byKey.size > this.limit) this.#evict();
  }

  get(key) {
    const slate = this.byKey.get(key);
    if (slate === undefined) return undefined;
    this.byKey.delete(key);
    this.byKey.set(key, slate);
    return slate;
  }

  #evict() {
    const [oldest] = this.byKey.keys();
    this.byKey.delete(oldest);
  }
}
