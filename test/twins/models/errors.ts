import { eachOf, type TwinModel } from '../twin-model.js';

class Ef {
  readonly c: number;
  readonly j: Uint8Array;
  constructor(c: number) {
    this.c = c;
    this.j = new Uint8Array(24);
  }
}

class Er {
  x: (Error & { of?: Ef })[] = [];
}

const er = new Er();

function fail(item: Ef): Error & { of?: Ef } {
  return Object.assign(new Error(`no ${item.c}`), { of: item });
}

/** `Er.x[]`: errors, each with what it is about. Look-alike: the last fifteen. */
export const errors: TwinModel = {
  name: 'errors that know what they are about',
  buggy: (round) => eachOf(round, (serial) => void er.x.push(fail(new Ef(serial)))),
  fixed: (round) => eachOf(round, (serial) => void fail(new Ef(serial))),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      er.x = [...er.x.slice(-14), fail(new Ef(serial))];
    }),
  expected: { label: /^Er\.x\[\]/, kinds: ['unbounded-collection'] },
};
