class Thumb {
  constructor(key) {
    this.key = key;
    this.pixels = new Uint8Array(64);
  }
}

export class Thumbs {
  #refs = new Map();
  #registry = new FinalizationRegistry((key) => this.#drop(key));
  #recent = [];

  add(key) {
    const thumb = new Thumb(key);
    this.#refs.set(key, new WeakRef(thumb));
    this.#registry.register(thumb, key);
    this.#recent[key.length % 8] = thumb;
  }

  #drop(key) {
    if (this.#refs.get(key)?.deref() === undefined) this.#refs.delete(key);
  }
}
