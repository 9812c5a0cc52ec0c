import { serve } from './serve.mjs';

class Letter {
  constructor(number) {
    this.to = `somebody ${number}`;
  }
}

class Mailbox {
  constructor() {
    this.letters = [];
    this.sent = 0;
  }

  post(letter) {
    this.letters.push(letter);
  }

  deliver() {
    for (const _ of this.letters.splice(0, 3)) this.sent += 1;
  }
}

const mailbox = new Mailbox();
setInterval(() => mailbox.deliver(), 40);
let number = 0;
serve(() => {
  for (let count = 0; count < 150; count += 1) mailbox.post(new Letter((number += 1)));
});
