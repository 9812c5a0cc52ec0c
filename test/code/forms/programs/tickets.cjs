'use strict';

class Ticket {
  constructor(key, serial) {
    this.key = key;
    this.serial = serial;
  }
}

function makeDesk() {
  const open = new Map();
  let serial = 0;
  return function serve(key) {
    serial += 1;
    const ticket = new Ticket(key, serial);
    open.set(key, ticket);
    if (ticket.serial % 3 === 0) {
      return 'refused';
    }
    const answer = `${ticket.key} served`;
    open.delete(key);
    return answer;
  };
}

exports.Desk = class Desk {
  constructor() {
    this.serve = makeDesk();
  }

  add(key) {
    this.serve(key);
  }
};
