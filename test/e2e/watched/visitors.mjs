import { serve } from './serve.mjs';

class Visitor {
  constructor(number) {
    this.name = `visitor ${number}`;
  }
}

class Guestbook {
  constructor() {
    this.visitors = new Set();
  }

  enter(visitor) {
    this.visitors.add(visitor);
  }

  leave(visitor) {
    this.visitors.delete(visitor);
  }
}

const book = new Guestbook();
let number = 0;
setInterval(() => {
  for (let count = 0; count < 5; count += 1) {
    number += 1;
    const visitor = new Visitor(number);
    book.enter(visitor);
    if (visitor.name.endsWith('7')) book.leave(visitor);
  }
}, 50);
serve(() => undefined);
process.on('SIGUSR2', () => undefined);
