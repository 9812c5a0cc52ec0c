import { eachOf, type TwinModel } from '../twin-model.js';

class Gs {
  l = '';
}

const gs = new Gs();
const MOST = 4000;
const LINE = 'q'.repeat(100);

/** Reading a character makes V8 join the parts of a rope into one flat string. */
function flatten(text: string): string {
  text.charCodeAt(text.length - 1);
  return text;
}

/** `Gs.l`: a log in a string. Look-alike: its last 4000 characters, full after the warm-up. */
export const growingString: TwinModel = {
  name: 'string that grows',
  buggy: (round) => {
    eachOf(round, (serial) => {
      gs.l += `${serial} ${LINE}\n`;
    });
    gs.l = flatten(gs.l);
  },
  fixed: (round) => {
    eachOf(round, (serial) => {
      gs.l += `${serial} ${LINE}\n`;
    });
    gs.l = '';
  },
  lookAlike: (round) => {
    eachOf(round, (serial) => {
      gs.l += `${serial} ${LINE}\n`;
    });
    gs.l = Buffer.from(flatten(gs.l).slice(-MOST)).toString();
  },
  expected: { label: /^Gs\.l$/, kinds: ['unbounded-collection', 'growing-class'] },
};
