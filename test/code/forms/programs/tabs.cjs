'use strict';

const opened = new Map();

class Tab {
  constructor(key) {
    this.key = key;
    this.openedAt = new Date().toISOString();
  }
}

function closeOld() {
  const before = Date.now() - 300_000;
  for (const [key, tab] of opened) {
    if (tab.openedAt < before) opened.delete(key);
  }
}

setInterval(closeOld, 20_000);

exports.Tabs = class {
  add(key) {
    opened.set(key, new Tab(key));
  }
};
