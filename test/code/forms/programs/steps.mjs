class Step {
  constructor(key) {
    this.key = key;
    this.at = Date.now();
  }
}

export class Steps {
  #steps = [];

  add(key) {
    this.#steps.push(new Step(key));
    const before = Date.now() - 600_000;
    let over = 0;
    while (this.#steps[over].at < before) over += 1;
    if (over > 0) this.#steps.splice(0, over);
  }
}
