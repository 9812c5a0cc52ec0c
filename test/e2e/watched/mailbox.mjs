import { serve } from './serve.mjs';

class Letter {
  constructor(number) {
    this.to = `somebody ${number}`;
  }
}

class Mailbox {
  constructor() {
    this.letters = [];
    this.postedAt = 0;
    this.sent = 0;
  }

  post(letter) {
    this.letters.push(letter);
    this.postedAt = performance.now();
  }

  deliver() {
    if (performance.now() - this.postedAt < 10_000) return;
    for (const _ of this.letters.splice(0, 20)) this.sent += 1;
  }
}

const mailbox = new Mailbox();
setInterval(() => mailbox.deliver(), 40);
let number = 0;
serve(() => {
  for (let count = 0; count < 150; count += 1) {
    number += 1;
    mailbox.post(new Letter(number));
  }
});
