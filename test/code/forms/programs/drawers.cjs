'use strict';

const opened = new Map();

class Drawer {
  constructor(key) {
    this.key = key;
    this.openedAt = new Date().toISOString();
  }
}

function closeOld() {
  const before = new Date(Date.now() - 300_000).toISOString();
  for (const [key, drawer] of opened) {
    if (drawer.openedAt < before) opened.delete(key);
  }
}

setInterval(closeOld, 20_000);

exports.Drawers = class {
  add(key) {
    opened.set(key, new Drawer(key));
  }
};
