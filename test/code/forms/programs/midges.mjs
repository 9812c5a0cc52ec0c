class Midge {
  constructor(key) {
    this.key = key;
    this.wings = [key, key];
  }

  fold() {
    this.wings.length = 0;
  }
}

export class Midges {
  seen = new Map();
  registry = new FinalizationRegistry((release) => release());

  add(key) {
    const midge = new Midge(key);
    this.seen.set(key, new WeakRef(midge));
    this.registry.register(midge, this.#removal(key));
    setTimeout(() => midge.fold(), 300_000);
  }

  #removal(key) {
    return () => this.seen.delete(key);
  }
}
