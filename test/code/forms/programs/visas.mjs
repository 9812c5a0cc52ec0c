const timers = new Map();

class Visa {
  constructor(key, holder) {
    this.key = key;
    this.holder = holder;
  }
}

function expire(key) {
  clearTimeout(timers.get(key)?.timer);
  timers.delete(key);
}

function grant(key, holder) {
  const visa = new Visa(key, holder);
  timers.set(key, { visa, timer: setTimeout(() => expire(visa.key), 900_000) });
}

export class Visas {
  add(key) {
    grant(key, 'someone');
    setTimeout(expire, 300_000, key);
  }
}
