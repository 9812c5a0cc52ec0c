class Scroll {
  constructor(key) {
    this.key = key;
  }
}

export class Scrolls {
  rolled = new Map();

  add(key) {
    const scroll = this.unroll(key) ?? new Scroll(key);
    this.rolled.set(key, scroll);
  }

  unroll(key) {
    const scroll = this.rolled.get(key);
    if (scroll !== undefined) {
      this.rolled.delete(key);
      this.rolled.set(key, scroll);
    }
    return scroll;
  }
}
