import { serve } from './serve.mjs';

class Member {
  constructor(number) {
    this.name = `member ${number}`;
  }
}

const members = new Set();
let number = 0;
setInterval(() => {
  for (let count = 0; count < 5; count += 1) {
    number += 1;
    members.add(new Member(number));
  }
}, 50);
serve(() => undefined);
process.on('SIGUSR2', () => undefined);
