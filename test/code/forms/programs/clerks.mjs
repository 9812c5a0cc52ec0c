class Clerk {
  gone = false;

  constructor(name, onGone) {
    this.name = name;
    this.onGone = onGone;
  }

  finish() {
    if (this.gone) return;
    this.gone = true;
    this.onGone(this);
  }
}

export class Clerks {
  #staff = new Map();
  #years = 0;

  add(key) {
    const clerk = new Clerk(key, (gone) => this.#retire(gone));
    this.#staff.set(key, clerk);
    setTimeout(() => clerk.finish(), 60_000);
  }

  #retire({ name }) {
    this.#years += 1;
    this.#staff.delete(name);
  }
}
