import { serve } from './serve.mjs';

class Answer {
  constructor(number) {
    this.text = `answer ${number}`;
  }
}

class Answers {
  constructor() {
    this.known = new Map();
  }

  put(number) {
    this.known.set(`question ${number}`, new Answer(number));
  }

  forget(name) {
    this.known.delete(name);
  }
}

const answers = new Answers();
let number = 0;
let ttlMs = 3_600_000;
process.on('SIGUSR2', () => {
  ttlMs = 1_000;
});
const pending = [];
setInterval(() => {
  for (let count = 0; count < 4; count += 1) {
    number += 1;
    answers.put(number);
    pending.push([performance.now(), number]);
  }
  while (pending.length > 0 && performance.now() - pending[0][0] > ttlMs)
    answers.forget(`question ${pending.shift()[1]}`);
}, 50);
serve(() => undefined);
