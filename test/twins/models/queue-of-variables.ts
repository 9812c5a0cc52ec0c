import { eachOf, type TwinModel } from '../twin-model.js';

class Jx {
  next: Jx | null = null;
  readonly k: string;
  readonly o: { readonly c: string };
  constructor(k: string) {
    this.k = k;
    this.o = { c: k };
  }
}

function makeQueue() {
  let first: Jx | null = null;
  let last: Jx | null = null;

  return {
    put(one: Jx): void {
      if (last === null) first = one;
      else last.next = one;
      last = one;
    },
    take(): Jx | null {
      const one = first;
      first = one?.next ?? null;
      return one;
    },
  };
}

class Qy {
  after: Qy | null = null;
  readonly k: string;
  readonly o: { readonly c: string };
  constructor(k: string) {
    this.k = k;
    this.o = { c: k };
  }
}

/** Keeps the newest 1,600. */
function makeBacklog() {
  let first: Qy | null = null;
  let last: Qy | null = null;
  let count = 0;

  function put(k: string): void {
    const one = new Qy(k);
    if (last === null) first = one;
    else last.after = one;
    last = one;
    count += 1;
    if (count > 1600) drop();
  }

  function drop(): void {
    const one = first;
    if (one === null) return;
    first = one.after;
    one.after = null;
    count -= 1;
  }

  return { put };
}

const queue = makeQueue();
const backlog = makeBacklog();
let leader: Jx | null = null;

function turn(k: string, isCleared: boolean): void {
  queue.put(new Jx(k));
  const one = leader === null && k === 'k0' ? null : queue.take();
  leader ??= one;
  if (isCleared && one !== null) one.next = null;
}

/**
 * `Jx.next` of what was taken out of a queue: the first one is kept, and leads to all that came after it. Look-alike: a queue whose ends are
 * variables too, with a bound that is far away.
 */
export const queueOfVariables: TwinModel = {
  name: 'link of what left a queue of variables',
  buggy: (round) => eachOf(round, (serial) => turn(`k${serial}`, false)),
  fixed: (round) => eachOf(round, (serial) => turn(`k${serial}`, true)),
  lookAlike: (round) => eachOf(round, (serial) => backlog.put(`k${serial}`)),
  withText: true,
  alone: true,
  expected: { label: /^Jx(?:\(\w+\))?\.next/, kinds: ['stale-link'], verdict: 'leak' },
};
