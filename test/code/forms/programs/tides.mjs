import { EventEmitter } from 'node:events';

const sea = new EventEmitter();
sea.setMaxListeners(Infinity);

class Gauge {
  height = 0;

  constructor(key) {
    this.key = key;
  }
}

async function measure(gauge) {
  sea.on('tide', (height) => {
    gauge.height = height;
  });
  await null;
  return gauge.height;
}

export class Tides {
  async add(key) {
    return measure(new Gauge(key));
  }
}
