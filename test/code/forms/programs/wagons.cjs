'use strict';

const Train = (() => {
  let head = null;
  let tail = null;
  let count = 0;

  class Wagon {
    constructor(key) {
      this.key = key;
      this.next = null;
    }
  }

  function couple(key) {
    const wagon = new Wagon(key);
    if (tail === null) head = wagon;
    else tail.next = wagon;
    tail = wagon;
    count += 1;
  }

  function uncouple() {
    const first = head;
    head = first.next;
    first.next = null;
    if (head === null) tail = null;
    count -= 1;
  }

  return class Train {
    add(key) {
      couple(key);
      if (count > 1600) uncouple();
    }
  };
})();

exports.Train = Train;
