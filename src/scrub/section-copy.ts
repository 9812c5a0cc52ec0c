import { describeByte, FormatError } from '../snapshot/format-error.js';
import { EscapeState } from '../snapshot/json-escapes.js';
import { Ascii, type SectionReader } from '../snapshot/section-reader.js';
import { ValueSkipper } from '../snapshot/value-skipper.js';
import type { Output } from './output.js';

/** Bytes of numbers, `true`, `false`, `null`, brackets and what stands between them. */
const COPIED = new Uint8Array(256);
for (const byte of Buffer.from('0123456789+-.eEtrufalsn[]{},: \t\r\n"')) COPIED[byte] = 1;

/** Copies a section of numbers. Strings, which no known section but one has, become empty. */
export class SectionCopy implements SectionReader {
  readonly #section: string;
  readonly #value: ValueSkipper;
  readonly #out: Output;
  readonly #escape = new EscapeState();
  #inString = false;

  constructor(section: string, out: Output) {
    this.#section = section;
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
        const quote = this.#passNumbers(bytes, at, end, base);
        if (quote === end) break;
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

  /** @returns the position of the quote that begins a string, or `end`. @throws FormatError */
  #passNumbers(bytes: Uint8Array, from: number, end: number, base: number): number {
    for (let at = from; at < end; at += 1) {
      if (bytes[at] === Ascii.quote) return at;
      if (COPIED[bytes[at]] === 0) {
        const message = `expected numbers, found ${describeByte(bytes[at])}`;
        throw new FormatError('malformed', message, { section: this.#section, offset: base + at });
      }
    }
    return end;
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
