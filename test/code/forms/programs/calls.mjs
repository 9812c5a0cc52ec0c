class Call {
  next = null;
  previous = null;

  constructor(key) {
    this.key = key;
  }
}

export class Calls {
  #first = null;

  add(key) {
    const call = new Call(key);
    call.next = this.#first;
    if (this.#first !== null) this.#first.previous = call;
    this.#first = call;
    setTimeout(() => this.hangUp(call), 600_000);
  }

  hangUp(call) {
    if (call.previous === null) this.#first = call.next;
    else call.previous.next = call.next;
    if (call.next !== null) call.next.previous = call.previous;
    call.next = null;
    call.previous = null;
  }
}
