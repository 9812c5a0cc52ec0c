import { eachOf, type TwinModel } from '../twin-model.js';

class Dt {
  readonly t = new Map<number, true>();
}

const dt = new Dt();
/** An entry is three words: it takes more of them to matter. */
const ENTRIES_EACH = 25;

/** `Dt.t{}`: numbers already seen, without end; a snapshot shows only that the table grows. Look-alike: 200 of them. */
export const tableOfTrue: TwinModel = {
  name: 'table of true',
  buggy: (round) =>
    eachOf(round, (serial) => {
      for (let entry = 0; entry < ENTRIES_EACH; entry += 1) dt.t.set(serial * ENTRIES_EACH + entry, true);
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      for (let entry = 0; entry < ENTRIES_EACH; entry += 1) dt.t.set(serial * ENTRIES_EACH + entry, true);
      for (let entry = 0; entry < ENTRIES_EACH; entry += 1) dt.t.delete(serial * ENTRIES_EACH + entry);
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      for (let entry = 0; entry < ENTRIES_EACH; entry += 1) dt.t.set((serial * ENTRIES_EACH + entry) % 200, true);
    }),
  expected: { label: /^Dt\.t(\{\})?$/, kinds: ['unbounded-collection'] },
};
