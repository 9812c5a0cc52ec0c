import { EventEmitter } from 'node:events';
import { eachOf, type TwinModel } from '../twin-model.js';

class Km extends EventEmitter {}

const km = new Km().setMaxListeners(0);

class Wd {
  readonly id: number;
  readonly seen: number[] = [];
  constructor(id: number) {
    this.id = id;
  }
  readonly onReady = (): void => void this.seen.push(1);
  readonly onFail = (): void => void this.seen.push(2);
  readonly onEnd = (): void => void this.seen.push(3);

  start(): this {
    km.on('ready', this.onReady).on('fail', this.onFail).on('end', this.onEnd);
    return this;
  }
  stop(): void {
    km.off('ready', this.onReady).off('fail', this.onFail).off('end', this.onEnd);
  }
}

const running: Wd[] = [];

/** Three listeners of one owner on one emitter, never taken off: one fault. Look-alike: nine owners listen at any time. */
export const severalListeners: TwinModel = {
  name: 'three listeners of each owner',
  buggy: (round) => eachOf(round, (serial) => void new Wd(serial).start()),
  fixed: (round) => eachOf(round, (serial) => new Wd(serial).start().stop()),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      running.push(new Wd(serial).start());
      if (running.length > 9) running.shift()?.stop();
    }),
  expected: {
    label: /^Km\._events\.(ready|fail|end)\[\]$/,
    kinds: ['listener-pileup'],
    findings: 1,
    className: /^Wd$/,
    counts: [40, 80, 120, 160],
    references: [/_events\.ready\[\]/, /_events\.fail\[\]/, /_events\.end\[\]/],
  },
};
