class Cabin {
  constructor(key) {
    this.key = key;
    this.beds = 2;
  }
}

export class Cabins {
  #rented = new Map();
  #waiting = [];
  #most = 1500;

  add(key) {
    this.#waiting.push(key);
    while (this.#waiting.length > 0) this.#rent(this.#waiting.shift());
    if (this.#waiting.length >= this.#most) this.#rented.delete(this.#rented.keys().next().value);
  }

  #rent(key) {
    this.#rented.set(key, new Cabin(key));
  }
}
