class Kettle {
  constructor(key) {
    this.key = key;
  }

  whistle() {
    this.isHot = true;
  }
}

const timers = new Map();

function boil(kettle) {
  timers.set(
    kettle.key,
    setInterval(() => kettle.whistle(), 30_000),
  );
}

function close(kettle) {
  clearInterval(timers.get(kettle.key));
}

export class Kettles {
  add(key) {
    const kettle = new Kettle(key);
    boil(kettle);
    setTimeout(() => close(kettle), 60_000);
  }
}
