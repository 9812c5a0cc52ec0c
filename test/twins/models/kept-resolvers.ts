import { eachOf, type TwinModel } from '../twin-model.js';

class Dw {
  readonly k: string;
  readonly o: { tries: number };
  constructor(k: string) {
    this.k = k;
    this.o = { tries: 0 };
  }
}

function makeDesk() {
  const kept: (() => void)[] = [];
  async function take(k: string): Promise<void> {
    const one = new Dw(k);
    void new Promise<void>((resolve) => {
      kept.push(resolve);
    }).then(() => {
      one.o.tries += 1;
    });
    await Promise.resolve();
  }
  return { take, settle: (left: number) => kept.splice(0, kept.length - left).forEach((resolve) => void resolve()) };
}

const desk = makeDesk();

/** `makeDesk → kept[]`: the functions that would settle, which nobody calls. Look-alike: the ten newest wait, and the others are settled. */
export const keptResolvers: TwinModel = {
  name: 'functions that would settle a promise',
  buggy: (round) => eachOf(round, (serial) => void desk.take(`k${serial}`)),
  fixed: (round) =>
    eachOf(round, (serial) => {
      void desk.take(`k${serial}`);
      desk.settle(0);
    }),
  lookAlike: (round) => {
    eachOf(round, (serial) => void desk.take(`k${serial}`));
    desk.settle(10);
  },
  expected: { label: /kept\[\]/, kinds: ['unbounded-collection'], verdict: 'leak' },
};
