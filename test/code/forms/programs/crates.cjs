'use strict';

class Crate {
  constructor(key) {
    this.key = key;
    this.under = null;
  }
}

class Pile {
  constructor() {
    this.top = null;
  }

  put(crate) {
    crate.under = this.top;
    this.top = crate;
  }

  take() {
    const crate = this.top;
    if (crate === null) return null;
    const { under } = crate;
    this.top = under;
    return crate;
  }
}

exports.Crates = class Crates {
  constructor() {
    this.pile = new Pile();
    this.shown = [];
    this.count = 0;
  }

  add(key) {
    this.pile.put(new Crate(key));
    this.count += 1;
    if (this.count % 50 !== 0) return;
    this.shown.push(this.pile.take());
    while (this.pile.take() !== null);
  }
};
