class Newest extends Map {
  most = 64;

  set(key, value) {
    super.set(key, value);
    if (this.length > this.most) {
      super.delete(this.keys().next().value);
    }
    return this;
  }
}

class Zone {
  constructor(key) {
    this.key = key;
  }
}

export class Zones {
  table = new Newest();

  add(key) {
    this.table.set(key, new Zone(key));
  }
}
