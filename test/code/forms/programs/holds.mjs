class Hold {
  constructor(key) {
    this.key = key;
    this.at = Date.now();
  }
}

export class Holds {
  #held = new Map();

  add(key) {
    this.#held.set(key, new Hold(key));
    setTimeout(this.#letGo.bind(this), 600_000, key);
  }

  #letGo(key) {
    this.#held.delete(key);
  }
}
