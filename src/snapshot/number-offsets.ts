import { Ascii } from './section-reader.js';

/**
 * Finds the byte at which a staged number stands, for error messages only. Keeping an offset per
 * number would cost more than reading them, so the offsets of a batch are found by going over its
 * bytes again; only the few numbers of a row that spans two chunks are remembered.
 */
export class NumberOffsets {
  /** Offsets of the first numbers of the batch, whose bytes are gone. */
  #carried: number[] = [];
  /** Where in the current chunk the other numbers of the batch begin. */
  #from = 0;

  /** The numbers staged from now on begin at or after position `at` of the chunk. */
  startBatch(at: number): void {
    this.#from = at;
  }

  /** A number that began in an earlier chunk, at `offset` of the text, ends before position `at`. */
  add(offset: number, at: number): void {
    this.#carried.push(offset);
    this.#from = at;
  }

  /** The first `count` numbers of the batch were handed on. */
  drop(count: number): void {
    this.#carried = this.#carried.slice(count);
  }

  /** Remembers where the last numbers before position `end` stand, until `count` are known, as their chunk goes away. */
  carry(bytes: Uint8Array, end: number, base: number, count: number): void {
    const found: number[] = [];
    let at = end;
    while (this.#carried.length + found.length < count) {
      while (at > this.#from && !isDigit(bytes[at - 1])) at--;
      while (at > this.#from && isDigit(bytes[at - 1])) at--;
      found.push(base + at);
    }
    this.#carried.push(...found.reverse());
  }

  /** Offset in the text of number `index` of the batch. */
  find(bytes: Uint8Array, index: number, base: number): number {
    const carried = this.#carried[index];
    if (carried !== undefined) return carried;
    let at = this.#from;
    for (let skip = index - this.#carried.length; ; skip--) {
      while (at < bytes.length && !isDigit(bytes[at])) at++;
      if (skip === 0) return base + at;
      while (at < bytes.length && isDigit(bytes[at])) at++;
    }
  }
}

function isDigit(byte: number): boolean {
  return byte >= Ascii.zero && byte <= Ascii.nine;
}
