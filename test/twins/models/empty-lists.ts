import { eachOf, type TwinModel } from '../twin-model.js';

class Ag {
  readonly s: Record<string, object[]> = {};

  take(name: string, clears: boolean): void {
    const list = this.s[name] ?? [];
    this.s[name] = list;
    list.push({ name });
    list.pop();
    if (clears && list.length === 0) delete this.s[name];
  }
}

const ag = new Ag();

/** `Ag.s{}`: an empty list for every name there ever was. Look-alike: the same twelve names each time. */
export const emptyLists: TwinModel = {
  name: 'empty lists by ever new names',
  buggy: (round) => eachOf(round, (serial) => ag.take(`h${serial}:80`, false)),
  fixed: (round) => eachOf(round, (serial) => ag.take(`h${serial}:80`, true)),
  lookAlike: (round) => eachOf(round, (serial) => ag.take(`h${serial % 12}:80`, false)),
  expected: { label: /^Ag\.s\{\}$/, kinds: ['unbounded-collection'] },
};
