import { eachOf, type TwinModel } from '../twin-model.js';

class Lp extends EventTarget {}

const lp = new Lp();

class Wj {
  readonly id: number;
  readonly z: { ticks: number };
  constructor(id: number) {
    this.id = id;
    this.z = { ticks: 0 };
  }
}

function hear(wj: Wj): () => void {
  const tickCame = (): void => {
    wj.z.ticks += 1;
  };
  lp.addEventListener('tick', tickCame);
  return () => lp.removeEventListener('tick', tickCame);
}

const open: (() => void)[] = [];

/** One listener an object on an EventTarget with a class of its own. Look-alike: thirteen hear at any time. */
export const targetListeners: TwinModel = {
  name: 'listeners on an EventTarget',
  buggy: (round) => eachOf(round, (serial) => void hear(new Wj(serial))),
  fixed: (round) => eachOf(round, (serial) => hear(new Wj(serial))()),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      open.push(hear(new Wj(serial)));
      if (open.length > 13) open.shift()?.();
    }),
  expected: {
    label: /\bLp\b.*\btick\b/,
    renamed: /\btick\b/,
    kinds: ['listener-pileup'],
    findings: 1,
    className: /^Wj$/,
    counts: [40, 80, 120, 160],
    source: /tickCame/,
    action: /\btick\b.*\bLp\b|\bLp\b.*\btick\b/,
  },
};
