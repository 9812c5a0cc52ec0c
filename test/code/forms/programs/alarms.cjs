'use strict';

class Alarm {
  constructor(key) {
    this.key = key;
    this.rung = 0;
    this.timer = setInterval(() => this.ring(), 60_000);
    setTimeout(() => this.silence(), 600_000);
  }

  ring() {
    this.rung += 1;
  }

  silence() {
    clearInterval(this.timer);
  }
}

exports.Alarms = class Alarms {
  add(key) {
    return new Alarm(key).rung;
  }
};
