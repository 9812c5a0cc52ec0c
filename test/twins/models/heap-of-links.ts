import { eachOf, type TwinModel } from '../twin-model.js';

/** In a heap by its two links, or in a stack by one of them. */
class Nb {
  readonly due: number;
  a: Nb | null = null;
  b: Nb | null = null;
  constructor(due: number) {
    this.due = due;
  }
}

class Lf {
  root: Nb | null = null;
  n = 0;

  put(node: Nb): void {
    this.root = joined(this.root, node);
    this.n += 1;
    while (this.n > 5000) this.take();
  }

  take(): Nb | null {
    const { root } = this;
    if (root === null) return null;
    this.root = joined(root.a, root.b);
    root.a = null;
    root.b = null;
    this.n -= 1;
    return root;
  }
}

/** A skew heap: the links change places on the way down. */
function joined(one: Nb | null, other: Nb | null): Nb | null {
  if (one === null) return other;
  if (other === null) return one;
  const [small, large] = one.due <= other.due ? [one, other] : [other, one];
  const rest = joined(small.b, large);
  small.b = small.a;
  small.a = rest;
  return small;
}

class Uc {
  top: Nb | null = null;

  push(node: Nb): void {
    node.a = this.top;
    this.top = node;
  }

  pop(clears: boolean): Nb | null {
    const node = this.top;
    if (node === null) return null;
    this.top = node.a;
    if (clears) node.a = null;
    return node;
  }
}

const uc = new Uc();
const lf = new Lf();
const out: Nb[] = [];

/** Pushes sixty and takes all of them out; the first stays in use, and the others are let go. */
function use(clears: boolean): void {
  for (let each = 0; each < 60; each += 1) uc.push(new Nb(each));
  for (let each = 0; each < 60; each += 1) {
    const node = uc.pop(clears);
    if (each === 0 && node !== null) out.push(node);
  }
}

/**
 * `Nb.a` of what was taken out of a stack still leads to what lay below it. Look-alike: a heap with two links
 * from one root, which fills; its bound, a literal in the code, is far away, so only the text shows it.
 */
export const heapOfLinks: TwinModel = {
  name: 'stack with a stale link beside a heap with two links',
  withText: true,
  alone: true,
  buggy: () => use(false),
  fixed: () => use(true),
  lookAlike: (round) => eachOf(round, (serial) => lf.put(new Nb((serial * 7) % 101))),
  expected: { label: /^Nb(?:\(\w+\))?\.a$/, kinds: ['stale-link'] },
};
