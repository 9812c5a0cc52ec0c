import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { eachOf, type TwinModel } from '../twin-model.js';

class Mp {
  readonly k: number;
  readonly l: { got: number };
  constructor(k: number) {
    this.k = k;
    this.l = { got: 0 };
  }
}

const open: MessagePort[] = [];

function listen(item: Mp): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', () => {
    item.l.got += 1;
  });
  return port2;
}

/** Ports that nobody closes are roots of their own. Look-alike: six are open. */
export const messagePorts: TwinModel = {
  name: 'ports that are never closed',
  buggy: (round) => eachOf(round, (serial) => void listen(new Mp(serial))),
  fixed: (round) => eachOf(round, (serial) => listen(new Mp(serial)).close()),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      open.push(listen(new Mp(serial)));
      if (open.length > 6) open.shift()?.close();
    }),
  expected: {
    label: /MessagePort|kEvents|kData/,
    kinds: ['listener-pileup', 'growing-class', 'lease-never-released', 'unbounded-collection'],
  },
};
