import { eachOf, type TwinModel } from '../twin-model.js';

class Le {
  readonly o: number;
  constructor(o: number) {
    this.o = o;
  }
}

class Cx {
  readonly y: Le[] = [];
}

const five = [0, 1, 2, 3, 4].map((o) => new Le(o));
const cx = new Cx();
/** Slots are small: it takes more of them to matter. */
const SLOTS_EACH = 25;

/** `Cx.y[]`: no object more, only slots that point at the same five. Look-alike: as long, emptied every time. */
export const slotsOnly: TwinModel = {
  name: 'slots only',
  buggy: (round) =>
    eachOf(round, (serial) => {
      for (let slot = 0; slot < SLOTS_EACH; slot += 1) cx.y.push(five[serial % 5] ?? new Le(serial));
    }),
  fixed: (round) =>
    eachOf(round, (serial) => {
      for (let slot = 0; slot < SLOTS_EACH; slot += 1) cx.y.push(five[serial % 5] ?? new Le(serial));
      cx.y.length = 0;
    }),
  lookAlike: (round) => {
    cx.y.length = 0;
    eachOf(round, (serial) => {
      for (let slot = 0; slot < SLOTS_EACH; slot += 1) cx.y.push(five[serial % 5] ?? new Le(serial));
    });
  },
  expected: { label: /^Cx\.y(\[\])?$/, kinds: ['unbounded-collection'] },
};
