'use strict';

class Badge {
  constructor(key) {
    this.key = key;
    this.at = Date.now();
  }
}

function put(table, key, value) {
  table.set(key, value);
}

function sweepOld(table, before) {
  for (const [key, value] of table) if (value.at < before) table.delete(key);
}

exports.Badges = class Badges {
  constructor() {
    this.issued = new Map();
    setInterval(() => sweepOld(this.issued, Date.now() - 600_000), 3000);
  }

  add(key) {
    put(this.issued, key, new Badge(key));
  }
};
