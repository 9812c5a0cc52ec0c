import { serve } from './serve.mjs';

class Ticket {
  constructor(number) {
    this.seat = `row ${number}`;
  }
}

class Office {
  constructor() {
    this.tickets = new Map();
  }

  sell(number) {
    this.tickets.set(number, new Ticket(number));
  }

  refund(number) {
    this.tickets.delete(number);
  }
}

const office = new Office();
let number = 0;
process.on('SIGWINCH', () => office.refund(number));
setInterval(() => {
  for (let count = 0; count < 5; count += 1) {
    number += 1;
    office.sell(number);
  }
}, 50);
serve(() => undefined);
process.on('SIGUSR2', () => undefined);
