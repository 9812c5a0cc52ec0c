class Space {
  users = 0;

  constructor(key, garage) {
    this.key = key;
    this.garage = garage;
    garage.add(this);
  }

  enter() {
    this.users++;
    return this;
  }

  exit() {
    if (--this.users > 0) return;
    this.garage.delete(this);
  }
}

export class Spaces {
  #garage = new Set();

  async add(key) {
    const space = new Space(key, this.#garage).enter();
    try {
      await this.#wash(space);
    } catch {
      this.refused = true;
    } finally {
      space.exit();
    }
  }

  async #wash(space) {
    space.enter();
    try {
      return await this.#rinse(space.key);
    } finally {
      space.exit();
    }
  }

  async #rinse(key) {
    if (key.endsWith('3')) throw new RangeError(key);
    return key;
  }
}
