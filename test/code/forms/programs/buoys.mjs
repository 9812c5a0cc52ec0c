class Buoy {
  #flash = null;
  sunk = false;
  flashes = 0;

  constructor(key) {
    this.key = key;
  }

  launch() {
    this.#flash = setInterval(() => this.blink(), 60_000);
    this.#flash.unref?.();
  }

  blink() {
    if (this.sunk) return;
    this.flashes += 1;
  }

  dispose() {
    if (this.sunk) return;
    this.sunk = true;
    this.flashes = 0;
  }
}

export class Buoys {
  add(key) {
    const buoy = new Buoy(key);
    buoy.launch();
    buoy.dispose();
  }
}
