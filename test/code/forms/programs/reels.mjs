import { setTimeout as pause } from 'node:timers/promises';

class Reader {
  constructor(key) {
    this.key = key;
    this.lines = 0;
  }
}

export class Reels {
  #readers = new Set();
  last = '';

  add(key) {
    void this.#head(key);
  }

  async *lines(key) {
    const reader = new Reader(key);
    this.#readers.add(reader);
    for (let at = 0; at < 3; at += 1) {
      await pause(3);
      reader.lines += 1;
      yield `${key}-${at}`;
    }
    this.#readers.delete(reader);
  }

  async #head(key) {
    for await (const line of this.lines(key)) {
      this.last = line;
      break;
    }
  }
}
