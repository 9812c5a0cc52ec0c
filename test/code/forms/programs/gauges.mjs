class Gauge {
  static #all = new Set();

  static get count() {
    return Gauge.#all.size;
  }

  constructor(key) {
    this.key = key;
    this.value = 0;
    Gauge.#all.add(this);
  }

  measure() {
    this.value += 1;
  }

  close() {
    Gauge.#all.delete(this);
  }
}

export class Meter {
  add(key) {
    const gauge = new Gauge(key);
    gauge.measure();
    return Gauge.count;
  }
}
