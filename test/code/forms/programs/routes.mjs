class LastUsed extends Map {
  constructor(most) {
    super();
    this.most = most;
  }

  set(key, value) {
    super.delete(key);
    super.set(key, value);
    if (this.size > this.most) super.delete(this.keys().next().value);
    return this;
  }
}

class Route {
  constructor(key) {
    this.key = key;
  }
}

export class Routes {
  #table = new LastUsed(2000);

  add(key) {
    this.#table.set(key, new Route(key));
  }
}
