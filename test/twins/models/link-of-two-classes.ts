import type { TwinModel } from '../twin-model.js';

class Ck {
  readonly a: number;
  next: Ck | Mz | null = null;
  constructor(a: number) {
    this.a = a;
  }
}

class Mz {
  readonly b: number;
  next: Ck | Mz | null = null;
  readonly c: { readonly d: string };
  constructor(b: number) {
    this.b = b;
    this.c = { d: `d${b}` };
  }
}

class Rt {
  top: Ck | Mz | null = null;

  push(each: Ck | Mz): void {
    each.next = this.top;
    this.top = each;
  }

  pop(clears: boolean): Ck | Mz {
    const each = this.top;
    if (each === null) throw new Error('the stack is never empty here');
    this.top = each.next;
    if (clears) each.next = null;
    return each;
  }
}

const rt = new Rt();
const kept: (Ck | Mz)[] = [];
let serial = 0;

function fill(count: number): void {
  for (let index = 0; index < count; index += 1) {
    serial += 1;
    rt.push(serial % 2 === 0 ? new Ck(serial) : new Mz(serial));
  }
}

fill(30);

/** Takes 20 and puts as many new ones in their place; the first that was taken stays for good, by turns one of each class. */
function turn(clears: boolean, at: number): void {
  for (let index = 0; index < 20; index += 1) {
    const each = rt.pop(clears);
    if (index === at) kept.push(each);
  }
  fill(20);
}

function turns(clears: boolean): void {
  turn(clears, 0);
  turn(clears, 1);
}

/** One stack of two classes, by turns: the stale links are `Ck.next` and `Mz.next`. Look-alike: all that was taken goes back. */
export const linkOfTwoClasses: TwinModel = {
  name: 'stale links of two classes in one stack',
  buggy: () => turns(false),
  fixed: () => turns(true),
  lookAlike: () => {
    turns(true);
    const out = Array.from({ length: 30 }, () => rt.pop(true));
    for (const each of out.reverse()) rt.push(each);
  },
  expected: {
    label: /^(Ck|Mz)(\(\w+\))?\.next$/,
    kinds: ['stale-link'],
    verdict: 'leak',
    findings: 1,
    headline: /^Clear `Ck(\(\w+\))?\.next` when a Ck leaves the list, and `Mz\.next` likewise: frees /,
  },
};
