import { describeByte } from '../snapshot/format-error.js';
import { EscapeState } from '../snapshot/json-escapes.js';
import { Ascii, type SectionReader } from '../snapshot/section-reader.js';
import { ArrayState, stepBetweenStrings, stringsFault } from '../snapshot/string-array-state.js';

const FIRST_CARRIED_BYTES = 4096;

/**
 * Called with each string as it is spelled, without its quotes: `bytes[from … to-1]`, valid during the call.
 */
export type VisitSpelling = (bytes: Buffer, from: number, to: number, hasEscape: boolean) => void;

/** Reads the `strings` section one string at a time: only one that spans two chunks is copied. */
export class StringWalk implements SectionReader {
  done = false;
  readonly #visit: VisitSpelling;
  readonly #escape = new EscapeState();
  #state: ArrayState = ArrayState.beforeArray;
  #carried = Buffer.allocUnsafe(FIRST_CARRIED_BYTES);
  #carriedBytes = 0;
  #hasEscape = false;
  #count = 0;

  constructor(visit: VisitSpelling) {
    this.#visit = visit;
  }

  read(bytes: Uint8Array, from: number, base: number): number {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = from;
    while (at < chunk.length && !this.done)
      at = this.#state === ArrayState.inString ? this.#passString(chunk, at, base) : this.#step(chunk, at, base);
    return at;
  }

  progress(): string {
    return `${this.#count} strings`;
  }

  #passString(chunk: Buffer, from: number, base: number): number {
    const escape = this.#escape;
    let at = from;
    while (at < chunk.length) {
      const byte = chunk[at];
      if (escape.pending > 0) {
        if (!escape.take(byte))
          throw stringsFault(`expected a JSON escape, found ${describeByte(byte)} in it`, base + at);
      } else if (byte === Ascii.quote) {
        this.#end(chunk, from, at);
        return at + 1;
      } else if (byte === Ascii.backslash) {
        escape.open();
        this.#hasEscape = true;
      }
      at++;
    }
    this.#carry(chunk, from, at);
    return at;
  }

  #end(chunk: Buffer, from: number, to: number): void {
    if (this.#carriedBytes === 0) this.#visit(chunk, from, to, this.#hasEscape);
    else {
      this.#carry(chunk, from, to);
      this.#visit(this.#carried, 0, this.#carriedBytes, this.#hasEscape);
      this.#carriedBytes = 0;
    }
    this.#hasEscape = false;
    this.#count += 1;
    this.#state = ArrayState.afterString;
  }

  #carry(chunk: Buffer, from: number, to: number): void {
    const needed = this.#carriedBytes + to - from;
    if (needed > this.#carried.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, 2 * this.#carried.length));
      this.#carried.copy(grown, 0, 0, this.#carriedBytes);
      this.#carried = grown;
    }
    chunk.copy(this.#carried, this.#carriedBytes, from, to);
    this.#carriedBytes = needed;
  }

  #step(chunk: Buffer, at: number, base: number): number {
    this.#state = stepBetweenStrings(this.#state, chunk[at], base + at);
    this.done = this.#state === ArrayState.done;
    return at + 1;
  }
}
