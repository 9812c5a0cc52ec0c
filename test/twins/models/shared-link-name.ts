import type { TwinModel } from '../twin-model.js';

/** Lies in the stack; what leaves it keeps its link, when the stack is broken. */
class Hv {
  readonly id: number;
  next: Hv | null = null;
  readonly w: { readonly k: string };
  constructor(id: number) {
    this.id = id;
    this.w = { k: `w${id}` };
  }
}

/** Waits in the queue, whose links have the same name and are right. */
class Lg {
  readonly no: number;
  next: Lg | null = null;
  constructor(no: number) {
    this.no = no;
  }
}

class Sb {
  top: Hv | null = null;

  push(hv: Hv): void {
    hv.next = this.top;
    this.top = hv;
  }

  pop(clears: boolean): Hv {
    const hv = this.top;
    if (hv === null) throw new Error('the stack is never empty here');
    this.top = hv.next;
    if (clears) hv.next = null;
    return hv;
  }
}

class Qn {
  first: Lg | null = null;
  last: Lg | null = null;

  put(lg: Lg): void {
    if (this.last === null) this.first = lg;
    else this.last.next = lg;
    this.last = lg;
  }

  take(): void {
    const lg = this.first;
    this.first = lg?.next ?? null;
    if (this.first === null) this.last = null;
  }
}

const sb = new Sb();
const qn = new Qn();
const kept: Hv[] = [];
let serial = 0;

for (let index = 0; index < 30; index += 1) {
  serial += 1;
  sb.push(new Hv(serial));
}

/** Takes 20, keeps the first for good, and puts new ones in the place of all; 25 wait in the queue at any time. */
function turn(clears: boolean): void {
  for (let index = 0; index < 20; index += 1) {
    const hv = sb.pop(clears);
    if (index === 0) kept.push(hv);
  }
  for (let index = 0; index < 20; index += 1) {
    serial += 1;
    sb.push(new Hv(serial));
    qn.put(new Lg(serial));
    if (serial > 55) qn.take();
  }
}

function turns(clears: boolean): void {
  turn(clears);
  turn(clears);
}

/** `Hv.next` of what left the stack, beside `Lg.next` of a queue that is right. Look-alike: all that was taken goes back. */
export const sharedLinkName: TwinModel = {
  name: 'two classes with a link of one name, one of them stale',
  buggy: () => turns(false),
  fixed: () => turns(true),
  lookAlike: () => {
    turns(true);
    const out = Array.from({ length: 30 }, () => sb.pop(true));
    for (const hv of out.reverse()) sb.push(hv);
  },
  expected: {
    label: /^Hv(\(\w+\))?\.next$/,
    kinds: ['stale-link'],
    verdict: 'leak',
    findings: 1,
    className: /^Hv$/,
    neverSaid: [/\bLg\b/],
  },
};
