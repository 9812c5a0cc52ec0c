'use strict';

class Sprout {
  constructor(key) {
    this.key = key;
    this.isCut = false;
  }
}

exports.Sprouts = class Sprouts {
  constructor() {
    this.fields = { north: { rows: [] }, south: { rows: [] } };
  }

  add(key) {
    const sprout = new Sprout(key);
    const field = /[02468]$/.test(key) ? this.fields.north : this.fields.south;
    field.rows.push(sprout);
    setTimeout(() => this.cut(sprout), 60_000);
  }

  cut(sprout) {
    sprout.isCut = true;
  }
};
