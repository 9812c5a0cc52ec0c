import { eachOf, type TwinModel } from '../twin-model.js';

interface Call {
  readonly body: string;
  readonly done: (value: string) => void;
  readonly fail: (reason: Error) => void;
}

class Cj {
  readonly q: Call[] = [];
  ready = false;

  send(body: string): Promise<string> {
    return new Promise((done, fail) => {
      this.q.push({ body, done, fail });
    });
  }

  answer(most: number): void {
    for (const { body, done } of this.q.splice(0, most)) done(body);
  }
}

const cj = new Cj();

async function ask(serial: number): Promise<number> {
  return (await cj.send(`ask ${serial}`)).length;
}

/** `Cj.q[]`: calls to who never answers. Look-alike: a backlog that grew in two rounds and is worked off. */
export const deadServer: TwinModel = {
  name: 'calls that nobody answers',
  buggy: (round) => eachOf(round, (serial) => void ask(serial)),
  fixed: (round) => {
    eachOf(round, (serial) => void ask(serial));
    cj.answer(40);
  },
  lookAlike: (round) => {
    eachOf(round, (serial) => void ask(serial));
    cj.answer(round < 2 ? 10 : 60);
  },
  expected: { label: /^Cj\.q\[\]/, kinds: ['waiter-stuck', 'promise-pending', 'unbounded-collection'] },
};
