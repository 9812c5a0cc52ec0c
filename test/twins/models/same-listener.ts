import { EventEmitter } from 'node:events';
import { eachOf, type TwinModel } from '../twin-model.js';

class Uq extends EventEmitter {}

const uq = new Uq().setMaxListeners(0);
const seen = { ticks: 0 };

function tickCame(): void {
  seen.ticks += 1;
}

/** `Uq._events.tick[]`: the same function again and again. Look-alike: fourteen times at any time. */
export const sameListener: TwinModel = {
  name: 'the same listener again and again',
  withText: true,
  buggy: (round) => eachOf(round, () => void uq.on('tick', tickCame)),
  fixed: (round) => eachOf(round, () => void uq.on('tick', tickCame).off('tick', tickCame)),
  lookAlike: (round) =>
    eachOf(round, () => {
      uq.on('tick', tickCame);
      if (uq.listenerCount('tick') > 14) uq.off('tick', tickCame);
    }),
  expected: {
    label: /^Uq\._events\.tick\[\]$/,
    kinds: ['listener-pileup'],
    findings: 1,
    source: /function tickCame/,
    headline: /'tick' listener is added at same-listener\.(mjs|ts):\d+/,
    neverSaid: [/node:/],
  },
};
