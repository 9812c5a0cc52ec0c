'use strict';

class Lodger {
  constructor(name, house) {
    this.name = name;
    this.house = house;
    this.gone = false;
  }

  stay(hours) {
    setTimeout(() => this.finish(), hours * 1000);
  }

  finish() {
    if (this.gone) return;
    this.gone = true;
    this.house.hasLeft(this);
  }
}

class House {
  constructor() {
    this.lodgers = [];
    this.nights = 0;
  }

  welcome(lodger) {
    this.lodgers.push(lodger);
  }

  hasLeft() {
    this.nights += 1;
  }
}

exports.Lodgers = class Lodgers {
  house = new House();

  add(key) {
    const lodger = new Lodger(key, this.house);
    this.house.welcome(lodger);
    lodger.stay(1);
  }
};
