'use strict';

class Guest {
  constructor(key) {
    this.key = key;
  }
}

exports.Guests = class Guests {
  constructor() {
    this.present = new Set();
  }

  add(key) {
    const { present } = this;
    const guest = new Guest(key);
    present.add(guest);
    setTimeout(() => this.leave(guest), 600_000);
  }

  leave(guest) {
    const { present: list } = this;
    list.delete(guest);
  }
};
