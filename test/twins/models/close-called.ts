import { eachOf, type TwinModel } from '../twin-model.js';

class Jm {
  readonly id: number;
  closeCalled = false;
  readonly socketName: { readonly n: string };
  next: Jm | null;
  constructor(id: number, next: Jm | null) {
    this.id = id;
    this.socketName = { n: `n${id}` };
    this.next = next;
  }
}

class Bw {
  head: Jm | null = null;

  add(id: number): Jm {
    this.head = new Jm(id, this.head);
    return this.head;
  }

  remove(id: number): void {
    let before: Jm | null = null;
    for (let at = this.head; at !== null; before = at, at = at.next) {
      if (at.id !== id) continue;
      if (before === null) this.head = at.next;
      else before.next = at.next;
      at.next = null;
      return;
    }
  }
}

const bw = new Bw();

/** `Jm.next` behind `Bw.head`: whose `close()` was called and who stays in the list. Look-alike: fifteen that nobody closed. */
export const closeCalled: TwinModel = {
  name: 'close was called, in a list',
  pending: 'point 2',
  buggy: (round) =>
    eachOf(round, (serial) => {
      bw.add(serial).closeCalled = true;
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      bw.add(serial).closeCalled = true;
      bw.remove(serial);
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      bw.add(serial);
      bw.remove(serial - 15);
    }),
  expected: {
    label: /^(Bw\.head|Jm(\([^)]*\))?\.next)$/,
    renamed: /\.(head|next)$/,
    kinds: ['dead-connection-retained', 'stale-link', 'unbounded-collection', 'growing-class'],
    verdict: 'leak',
    findings: 1,
    className: /^Jm$/,
    deadBy: /\bcloseCalled = true/,
  },
};
