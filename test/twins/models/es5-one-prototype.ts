import { eachOf, type TwinModel } from '../twin-model.js';

interface Nb {
  readonly e: number;
  stopped: boolean;
}

function Nb(this: { e: number; stopped: boolean }, e: number) {
  this.e = e;
  this.stopped = false;
}

interface Cw extends Nb {
  next: Cw | null;
}

function Cw(this: { e: number; stopped: boolean; next: Cw | null }, e: number, next: Cw | null) {
  Nb.call(this, e);
  this.next = next;
}
Cw.prototype = Nb.prototype;

function Ri(this: { e: number; stopped: boolean }, e: number) {
  Nb.call(this, e);
}
Ri.prototype = Nb.prototype;

const NewNb = Nb as unknown as new (e: number) => Nb;
const NewCw = Cw as unknown as new (e: number, next: Cw | null) => Cw;
const NewRi = Ri as unknown as new (e: number) => Nb;

class Ta {
  readonly b: readonly Nb[] = Array.from({ length: 150 }, (_, e) => new NewNb(e));
  readonly r = new Map(Array.from({ length: 450 }, (_, e) => [`r${e}`, new NewRi(e)] as const));
  top: Cw | null = null;
}

const ta = new Ta();

function stopTop(): void {
  if (ta.top !== null) ta.top.stopped = true;
}

/**
 * `Ta.top`, a stack of what is stopped. Three classes have one and the same prototype object. Look-alike: the stack is
 * cut after the newest.
 */
export const es5OnePrototype: TwinModel = {
  name: 'ES5, one prototype for all',
  buggy: (round) =>
    eachOf(round, (serial) => {
      ta.top = new NewCw(serial, ta.top);
      stopTop();
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      ta.top = new NewCw(serial, ta.top);
      stopTop();
      ta.top = ta.top.next;
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      ta.top = new NewCw(serial, ta.top);
      ta.top.next = null;
    }),
  expected: {
    label: /^(Ta\.top|Cw\.next)$/,
    renamed: /^[\w$]+\.(top|next)$/,
    kinds: ['dead-connection-retained', 'ledger-entry-kept', 'stale-link', 'unbounded-collection', 'growing-class'],
    findings: 1,
    className: /^Cw$/,
    counts: [40, 80, 120, 160],
    headline: /\bCw\b/,
  },
};
