import { eachOf, type TwinModel } from '../twin-model.js';

class Mq {
  readonly v: Record<string, { n: number; readonly by: { readonly who: string } }> = {};

  up(who: string): void {
    this.v[`{who=${who}}`] ??= { n: 0, by: { who } };
    const mark = this.v[`{who=${who}}`];
    if (mark !== undefined) mark.n += 1;
  }
}

const mq = new Mq();

/** `Mq.v{}`: a counter for every caller there ever was. Look-alike: one for each of ten places. */
export const labels: TwinModel = {
  name: 'a counter by ever new labels',
  buggy: (round) => eachOf(round, (serial) => mq.up(`${serial}`)),
  fixed: (round) => eachOf(round, () => mq.up('all')),
  lookAlike: (round) => eachOf(round, (serial) => mq.up(`place ${serial % 10}`)),
  expected: { label: /^Mq\.v\{\}$/, kinds: ['unbounded-collection'] },
};
