import { serve } from './serve.mjs';

class Letter {
  constructor(number) {
    this.to = `somebody ${number}`;
  }
}

class Mailbox {
  constructor() {
    this.letters = [];
    this.isOpen = false;
    this.sent = 0;
  }

  post(letter) {
    this.letters.push(letter);
  }

  deliver() {
    if (!this.isOpen) return;
    for (const _ of this.letters.splice(0, 20)) this.sent += 1;
  }
}

const mailbox = new Mailbox();
process.on('SIGUSR2', () => {
  mailbox.isOpen = true;
});
setInterval(() => mailbox.deliver(), 40);
let number = 0;
serve(() => {
  for (let count = 0; count < 150; count += 1) {
    number += 1;
    mailbox.post(new Letter(number));
  }
});
