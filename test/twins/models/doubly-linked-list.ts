import { eachOf, type TwinModel } from '../twin-model.js';

class Nk {
  e4: Nk | null = null;
  w1: Nk | null = null;
  readonly v: number;
  constructor(v: number) {
    this.v = v;
  }
}

class Lr {
  first: Nk | null = null;
  last: Nk | null = null;
  size = 0;

  push(item: Nk): void {
    item.w1 = this.last;
    if (this.last === null) this.first = item;
    else this.last.e4 = item;
    this.last = item;
    this.size += 1;
  }

  /** Takes the oldest out; `clears` decides whether the new first one forgets it. */
  shift(clears: boolean): Nk | null {
    const item = this.first;
    if (item === null) return null;
    this.first = item.e4;
    if (this.first === null) this.last = null;
    else if (clears) this.first.w1 = null;
    this.size -= 1;
    return item;
  }
}

const lr = new Lr();

function turn(round: number, clears: boolean): void {
  eachOf(round, (serial) => {
    lr.push(new Nk(serial));
    if (lr.size > 8) lr.shift(clears);
  });
}

/** `Nk.w1` of the first node still points at the one taken out before. Look-alike: a queue that comes and goes. */
export const doublyLinkedList: TwinModel = {
  name: 'doubly linked list, stale prev',
  buggy: (round) => turn(round, false),
  fixed: (round) => turn(round, true),
  lookAlike: (round) => {
    eachOf(round, (serial) => lr.push(new Nk(serial)));
    while (lr.size > 20) lr.shift(true);
  },
  expected: { label: /^Nk(\(\w+\))?\.w1$/, kinds: ['stale-link'] },
};
