'use strict';

class Poller {
  constructor(key, serial) {
    this.key = key;
    this.serial = serial;
    this.state = 'on';
    this.timer = setInterval(() => this.poll(), 60_000);
  }

  poll() {
    this.polledAt = Date.now();
  }

  stop() {
    if (this.serial % 3 === 0) {
      this.state = 'gone';
      return;
    }
    clearInterval(this.timer);
  }
}

exports.Pollers = class Pollers {
  constructor() {
    this.started = 0;
  }

  add(key) {
    this.started += 1;
    const poller = new Poller(key, this.started);
    setTimeout(() => poller.stop(), 5);
  }
};
