class Seed {
  constructor(key) {
    this.key = key;
  }
}

export class Seeds {
  beds = new Map();

  add(key) {
    const name = key.at(-1);
    let bed = this.beds.get(name);
    if (bed === undefined) {
      bed = { name, sown: [] };
      this.beds.set(name, bed);
    }
    const seed = new Seed(key);
    bed.sown.push(seed);
    setTimeout(() => this.reap(name, seed), 60_000);
  }

  reap(name, seed) {
    const { sown } = this.beds.get(name);
    sown.splice(sown.indexOf(seed), 1);
  }
}
