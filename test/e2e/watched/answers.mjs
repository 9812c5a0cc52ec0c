import { serve } from './serve.mjs';

class Answer {
  constructor(number) {
    this.text = `answer ${number}`;
    this.end = performance.now() + 15_000;
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
setInterval(() => {
  for (let count = 0; count < 4; count += 1) {
    number += 1;
    const name = number;
    answers.put(name);
    setTimeout(() => answers.forget(`question ${name}`), 15_000);
  }
}, 50);
serve(() => undefined);
