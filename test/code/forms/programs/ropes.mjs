class Rope {
  constructor(key) {
    this.key = key;
  }
}

export class Ropes {
  coiled = [];

  add(key) {
    const rope = new Rope(key);
    this.coiled.push(rope);
    setTimeout(() => this.uncoil(rope), 50_000);
  }

  uncoil(rope) {
    const at = this.coiled.indexOf(rope);
    if (at >= 0) this.coiled.splice(at, 0);
  }
}
