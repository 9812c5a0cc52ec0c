class Stamp {
  constructor(key) {
    this.key = key;
  }
}

export class Stamps {
  #pages = new Map();

  add(key) {
    if (this.#isFull()) this.#dropOldest();
    this.#pages.set(key, new Stamp(key));
  }

  #isFull() {
    return this.#pages.size >= 2000;
  }

  #dropOldest() {
    const [oldest] = this.#pages.keys();
    this.#pages.delete(oldest);
  }
}
