class Barge {
  next = null;
  previous = null;

  constructor(key) {
    this.key = key;
  }
}

export class Barges {
  #head = null;
  #last = null;
  #count = 0;

  add(key) {
    const barge = new Barge(key);
    barge.next = this.#head;
    if (this.#head === null) this.#last = barge;
    else this.#head.previous = barge;
    this.#head = barge;
    this.#count += 1;
    if (this.#count > 100) this.#cast();
  }

  #cast() {
    this.#last = this.#last.previous;
    this.#count -= 1;
  }
}
