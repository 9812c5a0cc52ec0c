import { eachOf, type TwinModel } from '../twin-model.js';

type Hear = (text: string) => void;

class Bz {
  readonly t: Record<string, Set<Hear>> = { up: new Set(), down: new Set() };

  on(topic: string, hear: Hear): () => void {
    this.t[topic]?.add(hear);
    return () => this.t[topic]?.delete(hear);
  }
}

const bz = new Bz();

class Lk {
  readonly g: number;
  last = '';
  constructor(g: number) {
    this.g = g;
  }

  attach(): () => void {
    return bz.on('up', (text) => {
      this.last = text;
    });
  }
}

let latest = (): void => undefined;

/** `Bz.t.up{}`: every new one subscribes, none leaves. Look-alike: the one before leaves first. */
export const resubscribe: TwinModel = {
  name: 'a subscription for each new object',
  buggy: (round) => eachOf(round, (serial) => void new Lk(serial).attach()),
  fixed: (round) => eachOf(round, (serial) => new Lk(serial).attach()()),
  lookAlike: (round) =>
    eachOf(round, (serial) => {
      latest();
      latest = new Lk(serial).attach();
    }),
  expected: { label: /^Bz\.t\.up\{\}/, kinds: ['listener-pileup', 'unbounded-collection'] },
};
