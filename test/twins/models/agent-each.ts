import { Agent } from 'node:http';
import { eachOf, type TwinModel } from '../twin-model.js';

class Om {
  readonly id: number;
  readonly agent = new Agent({ keepAlive: true });
  constructor(id: number) {
    this.id = id;
  }
}

class Kz {
  readonly calls: Om[] = [];
}

const kz = new Kz();

/** `Kz.calls[]`: a user with an Agent of its own for each request. Look-alike: the newest seven. */
export const agentEach: TwinModel = {
  name: 'an Agent for each request',
  alone: true,
  buggy: (round) => eachOf(round, (serial) => kz.calls.push(new Om(serial))),
  fixed: (round) =>
    eachOf(round, (serial) => {
      kz.calls.push(new Om(serial));
      kz.calls.pop();
    }),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      kz.calls.push(new Om(serial));
      if (kz.calls.length > 7) kz.calls.shift();
    }),
  expected: {
    label: /^Kz\.calls\[\]$/,
    kinds: ['unbounded-collection'],
    findings: 1,
    className: /^Om$/,
    counts: [40, 80, 120, 160],
    headline: /\bOm\b/,
    action: /Kz\.calls\[\]/,
  },
};
