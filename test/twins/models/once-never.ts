import { EventEmitter, once } from 'node:events';
import { eachOf, type TwinModel } from '../twin-model.js';

class Ny {
  readonly h: number;
  readonly z: { q: number };
  constructor(h: number) {
    this.h = h;
    this.z = { q: 0 };
  }
}

class Bu extends EventEmitter {}

const bu = new Bu().setMaxListeners(0);

async function work(item: Ny): Promise<void> {
  await once(bu, 'd');
  item.z.q += 1;
}

/** `Bu._events.d[]`: an event that is never sent. Look-alike: it is sent at the end of each round. */
export const onceNever: TwinModel = {
  name: 'once() of an event that never comes',
  buggy: (round) => eachOf(round, (serial) => void work(new Ny(serial))),
  fixed: (round) => eachOf(round, (serial) => void new Ny(serial)),
  lookAlike: (round) => {
    eachOf(round, (serial) => void work(new Ny(serial)));
    bu.emit('d');
  },
  expected: { label: /^Bu\._events\.(d|error)\[\]/, kinds: ['listener-pileup'] },
};
