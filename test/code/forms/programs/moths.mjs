class Moth {
  constructor(key) {
    this.key = key;
    this.wings = [key, key];
  }

  fold() {
    this.wings.length = 0;
  }
}

export class Moths {
  seen = new Map();
  registry = new FinalizationRegistry((release) => release());

  add(key) {
    const moth = new Moth(key);
    this.seen.set(key, new WeakRef(moth));
    this.registry.register(moth, () => {
      moth.fold();
      this.seen.delete(key);
    });
  }
}
