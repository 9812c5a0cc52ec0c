import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { eachOf, type TwinModel } from '../twin-model.js';

class Qe {
  readonly o: number;
  readonly u: { readonly t: string };
  constructor(o: number) {
    this.o = o;
    this.u = { t: `q${o}` };
  }
}

const als = new AsyncLocalStorage<Qe>();
let _ticks = 0;

function tick(): void {
  _ticks += 1;
}

class Fk {
  readonly c: (() => void)[] = [];
}

const fk = new Fk();

/** `Fk.c[]`: bound functions, each with the store it was bound in. Look-alike: the newest ten. */
export const boundContext: TwinModel = {
  name: 'functions bound to a store',
  buggy: (round) => eachOf(round, (serial) => als.run(new Qe(serial), () => void fk.c.push(AsyncResource.bind(tick)))),
  fixed: (round) => eachOf(round, (serial) => als.run(new Qe(serial), () => AsyncResource.bind(tick)())),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      als.run(new Qe(serial), () => void fk.c.push(AsyncResource.bind(tick)));
      if (fk.c.length > 10) fk.c.shift();
    }),
  expected: { label: /^Fk\.c\[\]/, kinds: ['unbounded-collection', 'async-context-held'] },
};
