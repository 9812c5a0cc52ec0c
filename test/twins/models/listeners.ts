import { EventEmitter } from 'node:events';
import { eachOf, type TwinModel } from '../twin-model.js';

class Iu {
  readonly f: number;
  readonly n: { z: number };
  constructor(f: number) {
    this.f = f;
    this.n = { z: 0 };
  }
}

class Ow extends EventEmitter {}

const ow = new Ow().setMaxListeners(0);

function listen(item: Iu): () => void {
  const listener = () => {
    item.n.z += 1;
  };
  ow.on('v', listener);
  return () => ow.off('v', listener);
}

const open: (() => void)[] = [];

/** `Ow._events.v[]`: one listener an object. Look-alike: twelve stay subscribed at any time. */
export const listeners: TwinModel = {
  name: 'listeners on an old emitter',
  buggy: (round) => eachOf(round, (serial) => void listen(new Iu(serial))),
  fixed: (round) => eachOf(round, (serial) => listen(new Iu(serial))()),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      open.push(listen(new Iu(serial)));
      if (open.length > 12) open.shift()?.();
    }),
  expected: { label: /^Ow\._events\.v\[\]$/, kinds: ['listener-pileup'] },
};
