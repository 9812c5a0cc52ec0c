import { Buffer } from 'node:buffer';
import { eachOf, type TwinModel } from '../twin-model.js';

class Ch {
  p: Buffer[] = [];
}

const ch = new Ch();

/** `Ch.p[]`: parts of what is never put together. Look-alike: put together at the end of each round. */
export const buffers: TwinModel = {
  name: 'array of Buffers',
  buggy: (round) => eachOf(round, (serial) => ch.p.push(Buffer.alloc(600, serial))),
  fixed: (round) => eachOf(round, (serial) => void Buffer.alloc(600, serial)),
  lookAlike: (round) => {
    eachOf(round, (serial) => ch.p.push(Buffer.alloc(600, serial)));
    ch.p = [Buffer.concat(ch.p).subarray(0, 10)];
  },
  expected: { label: /^Ch\.p\[\]$/, kinds: ['unbounded-collection'] },
};
