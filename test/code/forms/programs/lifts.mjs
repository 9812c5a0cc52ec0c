import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

const shaft = new EventEmitter();
shaft.setMaxListeners(Infinity);

class Lift {
  floor = 0;

  constructor(key) {
    this.key = key;
  }
}

async function ride(lift) {
  const onFloor = (floor) => {
    lift.floor = floor;
  };
  shaft.on('floor', onFloor);
  try {
    await pause(420_000);
    return lift.floor;
  } finally {
    shaft.off('floor', onFloor);
  }
}

export class Lifts {
  add(key) {
    void ride(new Lift(key));
  }
}
