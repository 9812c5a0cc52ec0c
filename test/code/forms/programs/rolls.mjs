import { setTimeout as pause } from 'node:timers/promises';

class Reader {
  constructor(key) {
    this.key = key;
    this.lines = 0;
  }
}

export class Rolls {
  #readers = new Set();
  last = '';

  add(key) {
    void this.#head(key);
  }

  async *lines(key) {
    const reader = new Reader(key);
    this.#readers.add(reader);
    try {
      for (let at = 0; at < 3; at += 1) {
        await pause(180_000);
        reader.lines += 1;
        yield `${key}-${at}`;
      }
    } finally {
      this.#readers.delete(reader);
    }
  }

  async #head(key) {
    for await (const line of this.lines(key)) {
      this.last = line;
      break;
    }
  }
}
