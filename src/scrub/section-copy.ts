import { EscapeState } from '../snapshot/json-escapes.js';
import { Ascii, type SectionReader } from '../snapshot/section-reader.js';
import { ValueSkipper } from '../snapshot/value-skipper.js';
import type { Output } from './output.js';

/** Copies a section of numbers. Strings, which no known section but one has, become empty. */
export class SectionCopy implements SectionReader {
  readonly #value: ValueSkipper;
  readonly #out: Output;
  readonly #escape = new EscapeState();
  #inString = false;

  constructor(section: string, out: Output) {
    this.#value = new ValueSkipper(section);
    this.#out = out;
  }

  get done(): boolean {
    return this.#value.done;
  }

  read(bytes: Uint8Array, from: number, base: number): number {
    const end = this.#value.read(bytes, from, base);
    let copyFrom = from;
    let at = from;
    while (at < end) {
      if (!this.#inString) {
        const quote = bytes.indexOf(Ascii.quote, at);
        if (quote === -1 || quote >= end) break;
        this.#out.copy(bytes, copyFrom, quote + 1);
        this.#inString = true;
        at = quote + 1;
      } else {
        at = this.#passString(bytes, at, end);
      }
      copyFrom = at;
    }
    if (!this.#inString) this.#out.copy(bytes, copyFrom, end);
    return end;
  }

  progress(): string {
    return this.#value.progress();
  }

  /** @returns the position of the quote that ends it */
  #passString(bytes: Uint8Array, from: number, end: number): number {
    for (let at = from; at < end; at += 1) {
      const byte = bytes[at];
      if (this.#escape.pending > 0) this.#escape.take(byte);
      else if (byte === Ascii.backslash) this.#escape.open();
      else if (byte === Ascii.quote) {
        this.#inString = false;
        this.#out.copy(bytes, at, at + 1);
        return at + 1;
      }
    }
    return end;
  }
}
