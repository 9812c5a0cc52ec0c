import { EventEmitter } from 'node:events';
import { eachOf, type TwinModel } from '../twin-model.js';

/** As `util.inherits` was before it set the prototype of the prototype: a new object, without `constructor`. */
function inherit(maker: { prototype: unknown }, parent: { readonly prototype: object }): void {
  maker.prototype = Object.create(parent.prototype);
}

interface Vz extends EventEmitter {
  readonly r: number;
}

function Vz(this: EventEmitter & { r: number }, r: number) {
  EventEmitter.call(this);
  this.r = r;
}
inherit(Vz, EventEmitter);

interface Ql extends EventEmitter {
  readonly r: number;
  readonly b: readonly number[];
}

function Ql(this: EventEmitter & { r: number; b: number[] }, r: number) {
  EventEmitter.call(this);
  this.r = r;
  this.b = [r, r + 1];
}
inherit(Ql, EventEmitter);

function Sx(this: EventEmitter & { r: number }, r: number) {
  EventEmitter.call(this);
  this.r = r;
}
inherit(Sx, Vz as unknown as { prototype: object });

const NewVz = Vz as unknown as new (r: number) => Vz;
const NewQl = Ql as unknown as new (r: number) => Ql;
const NewSx = Sx as unknown as new (r: number) => Vz;

class Ed {
  readonly v: readonly Vz[] = Array.from({ length: 350 }, (_, r) => new NewVz(r));
  readonly x: readonly Vz[] = Array.from({ length: 120 }, (_, r) => new NewSx(r));
  readonly e: readonly EventEmitter[] = Array.from({ length: 50 }, () => new EventEmitter());
  readonly h = new Map<string, Ql>();
}

const ed = new Ed();

/**
 * `Ed.h{}`. Emitters of four classes that all find the `constructor` of `EventEmitter`; one of them leaks. Look-alike:
 * the newest fifteen stay, each with a listener.
 */
export const es5Emitters: TwinModel = {
  name: 'ES5, emitters without constructor',
  buggy: (round) => eachOf(round, (serial) => ed.h.set(`q${serial}`, new NewQl(serial))),
  fixed: (round) =>
    eachOf(round, (serial) => {
      ed.h.set(`q${serial}`, new NewQl(serial));
      ed.h.delete(`q${serial}`);
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      const ql = new NewQl(serial);
      ql.on('x', () => ql.removeAllListeners());
      ed.h.set(`q${serial}`, ql);
      ed.h.delete(`q${serial - 15}`);
    }),
  expected: {
    label: /^Ed\.h\{\}$/,
    kinds: ['unbounded-collection'],
    verdict: 'leak',
    findings: 1,
    className: /^Ql$/,
    counts: [40, 80, 120, 160],
    headline: /\bQl\b/,
  },
};
