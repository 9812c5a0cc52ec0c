class Tray {
  below = null;

  constructor(key) {
    this.key = key;
  }
}

class Rack {
  #top = null;
  #height = 0;
  #most;

  constructor(most) {
    this.#most = most;
  }

  push(tray) {
    if (this.#height >= this.#most) return false;
    tray.below = this.#top;
    this.#top = tray;
    this.#height += 1;
    return true;
  }

  pop() {
    const tray = this.#top;
    if (tray === null) return null;
    this.#top = tray.below;
    this.#height -= 1;
    return tray;
  }
}

export class Trays {
  rack = new Rack(40);
  served = [];

  add(key) {
    if (this.rack.push(new Tray(key))) return;
    this.served.push(this.rack.pop());
    while (this.rack.pop() !== null);
  }
}
