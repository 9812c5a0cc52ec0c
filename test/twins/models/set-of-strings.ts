import { eachOf, type TwinModel } from '../twin-model.js';

class Ss {
  readonly g = new Set<string>();
}

const ss = new Ss();

/** `Ss.g{}`: no object at all, names of all that came. Look-alike: of the 30 newest. */
export const setOfStrings: TwinModel = {
  name: 'Set of strings',
  buggy: (round) => eachOf(round, (serial) => ss.g.add(`seen ${serial}`)),
  fixed: (round) =>
    eachOf(round, (serial) => {
      ss.g.add(`seen ${serial}`);
      ss.g.delete(`seen ${serial}`);
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      ss.g.add(`seen ${serial}`);
      ss.g.delete(`seen ${serial - 30}`);
    }),
  expected: { label: /^Ss\.g\{\}$/, kinds: ['unbounded-collection'] },
};
