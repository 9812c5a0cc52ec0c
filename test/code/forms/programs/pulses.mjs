class Pulse {
  constructor(key) {
    this.key = key;
  }
}

const MASK = 2 ** 11 - 1;

export class Pulses {
  #slots = [];
  #at = 0;

  add(key) {
    this.#slots[this.#at++ & MASK] = new Pulse(key);
  }

  get last() {
    return this.#slots[(this.#at - 1) & MASK];
  }
}
