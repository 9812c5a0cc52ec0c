class Pan {
  next = null;

  constructor(key) {
    this.key = key;
  }
}

class Shelf {
  head = null;
  size = 0;

  push(pan) {
    if (this.size === 40) return false;
    this.size += 1;
    pan.next = this.head;
    this.head = pan;
    return true;
  }

  pop() {
    const pan = this.head;
    if (pan === null) return null;
    const { next } = pan;
    pan.next = null;
    this.head = next;
    this.size -= 1;
    return pan;
  }
}

const shelf = new Shelf();

export class Pans {
  hung = null;

  add(key) {
    if (shelf.push(new Pan(key))) return;
    this.hung = shelf.pop();
    while (shelf.pop() !== null);
  }
}
