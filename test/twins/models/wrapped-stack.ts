import type { TwinModel } from '../twin-model.js';

/** What lies in the stack: the link is not its own but its wrapper's. */
class Ea {
  readonly v: Fb;
  readonly id: number;
  constructor(id: number) {
    this.id = id;
    this.v = new Fb();
  }
}

class Fb {
  n: Ea | null = null;
}

class Ot {
  top: Ea | null = null;

  push(item: Ea): void {
    item.v.n = this.top;
    this.top = item;
  }

  pop(clears: boolean): Ea {
    const item = this.top;
    if (item === null) throw new Error('the stack is never empty here');
    this.top = item.v.n;
    if (clears) item.v.n = null;
    return item;
  }
}

const ot = new Ot();
const kept: Ea[] = [];
let serial = 0;

for (let index = 0; index < 32; index += 1) {
  serial += 1;
  ot.push(new Ea(serial));
}

/** Takes 21, keeps the first for good, and puts new ones in the place of all of them. */
function cycle(clears: boolean): void {
  for (let index = 0; index < 21; index += 1) {
    const item = ot.pop(clears);
    if (index === 0) kept.push(item);
  }
  for (let index = 0; index < 21; index += 1) {
    serial += 1;
    ot.push(new Ea(serial));
  }
}

function cycles(clears: boolean): void {
  cycle(clears);
  cycle(clears);
}

/** `Fb.n` of what left the stack, every second link of a chain. Look-alike: taken and put back, all of them. */
export const wrappedStack: TwinModel = {
  name: 'stack, stale next in a wrapper',
  buggy: () => cycles(false),
  fixed: () => cycles(true),
  lookAlike: () => {
    const out = Array.from({ length: 30 }, () => ot.pop(true));
    for (const item of out.reverse()) ot.push(item);
  },
  expected: { label: /^Fb(\(\w+\))?\.n$/, kinds: ['stale-link'] },
};
