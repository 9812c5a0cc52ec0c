class Plate {
  constructor(key) {
    this.key = key;
  }
}

export class Plates {
  #seen = new Map();

  add(key) {
    this.#enter(key);
    setTimeout(() => this.#leave(key), 120_000);
  }

  #enter(key) {
    this.#seen.set(key.toUpperCase(), new Plate(key));
  }

  #leave(key) {
    this.#seen.delete(key);
  }
}
