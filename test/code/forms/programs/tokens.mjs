class Token {
  constructor(key) {
    this.key = key;
  }
}

export class Tokens {
  #issued = new Map();
  #recent = [];

  add(key) {
    if (this.#isFull()) this.#dropOldest();
    this.#issued.set(key, new Token(key));
    this.#recent.push(key.length);
  }

  #isFull() {
    return this.#recent.length >= 200;
  }

  #dropOldest() {
    const oldest = this.#recent.shift();
    this.oldest = oldest;
  }
}
