import { eachOf, type TwinModel } from '../twin-model.js';

class Zo {
  readonly y: number;
  readonly k: { stopped: boolean };
  constructor(y: number) {
    this.y = y;
    this.k = { stopped: false };
  }
}

class Ix {
  readonly c = new AbortController();
}

const ix = new Ix();

function watch(item: Zo): () => void {
  const stop = () => {
    item.k.stopped = true;
  };
  ix.c.signal.addEventListener('abort', stop);
  return () => ix.c.signal.removeEventListener('abort', stop);
}

const open: (() => void)[] = [];

/** One listener an object on a signal that outlives them all. Look-alike: eight listen at any time. */
export const abortSignal: TwinModel = {
  name: 'listeners on an AbortSignal',
  buggy: (round) => eachOf(round, (serial) => void watch(new Zo(serial))),
  fixed: (round) => eachOf(round, (serial) => watch(new Zo(serial))()),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      open.push(watch(new Zo(serial)));
      if (open.length > 8) open.shift()?.();
    }),
  expected: { label: /AbortSignal|Ix\.c|kEvents/, renamed: /AbortSignal|\.c\b|kEvents/, kinds: ['listener-pileup'] },
};
