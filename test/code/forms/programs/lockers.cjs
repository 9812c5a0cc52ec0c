'use strict';

class Locker {
  constructor(number) {
    this.number = number;
    this.holders = 1;
  }
}

class Hall {
  lockers = new Map();

  assign(number) {
    const locker = new Locker(number);
    this.lockers.set(number, locker);
    return locker;
  }

  hold(locker) {
    locker.holders += 1;
  }

  drop(locker) {
    locker.holders -= 1;
    if (locker.holders === 0) this.lockers.delete(locker.number);
  }
}

const hall = new Hall();

async function inspect({ number }) {
  if (/[02468]$/.test(number)) throw new Error('jammed');
  return number.length;
}

async function check(locker) {
  hall.hold(locker);
  const found = await inspect(locker);
  hall.drop(locker);
  return found;
}

exports.Lockers = class Lockers {
  async add(key) {
    const locker = hall.assign(key);
    try {
      await check(locker);
    } catch {
      this.jammed = true;
    } finally {
      hall.drop(locker);
    }
  }
};
