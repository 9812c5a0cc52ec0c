import { EventEmitter, on } from 'node:events';
import { eachOf, type TwinModel } from '../twin-model.js';

class Fz extends EventEmitter {}

const fz = new Fz().setMaxListeners(0);

class Sd {
  readonly id: number;
  readonly got: unknown[] = [];
  stop: (() => void) | null = null;
  constructor(id: number) {
    this.id = id;
  }

  /** Reads until the iterator is returned. */
  async read(): Promise<void> {
    const items = on(fz, 'item');
    this.stop = () => void items.return?.();
    for await (const [item] of items) this.got.push(item);
  }
}

const reading: Sd[] = [];

/** Readers of `events.on` whose iterator is never returned. Look-alike: six read at any time. */
export const asyncIterators: TwinModel = {
  name: 'async iterators that are never returned',
  buggy: (round) => eachOf(round, (serial) => void new Sd(serial).read()),
  fixed: (round) =>
    eachOf(round, (serial) => {
      const sd = new Sd(serial);
      void sd.read();
      sd.stop?.();
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      const sd = new Sd(serial);
      void sd.read();
      reading.push(sd);
      if (reading.length > 6) reading.shift()?.stop?.();
    }),
  expected: {
    label: /^Fz\._events\.(item|error)\[\]$/,
    kinds: ['listener-pileup', 'promise-pending', 'waiter-stuck'],
    findings: 1,
    className: /^Sd$/,
    counts: [40, 80, 120, 160],
    references: [/Fz\._events\.item\[\]/],
  },
};
