'use strict';

const VALID_MS = 600_000;
const quotes = {};

class Quote {
  constructor(key) {
    this.key = key;
    this.until = Date.now() + VALID_MS;
  }
}

function checkPrices() {
  const now = Date.now();
  Object.keys(quotes).forEach(function (key) {
    if (quotes[key].until < now) delete quotes[key];
  });
}

exports.Quotes = class Quotes {
  constructor() {
    this.timer = setInterval(checkPrices, 5000);
  }

  add(key) {
    quotes[key] = new Quote(key);
  }
};
