import { describeByte } from './format-error.js';
import { EscapeState } from './json-escapes.js';
import { findRowParser, type RowParser } from './row-parser.js';
import { Ascii, type SectionReader } from './section-reader.js';
import { ArrayState, stepBetweenStrings, stringsFault } from './string-array-state.js';
import type { StringBlocks } from './string-blocks.js';

/**
 * With less free space than this in a block, strings are appended one by one, and the first that does not fit begins
 * the next block.
 */
const LEAST_FREE_BYTES = 2 ** 12;

/** Reads the `strings` section: copies the strings as they are spelled and notes where each begins. */
export class StringsReader implements SectionReader {
  done = false;
  readonly #strings: StringBlocks;
  readonly #escape = new EscapeState();
  readonly #parser: RowParser | null = findRowParser();
  #state: ArrayState = ArrayState.beforeArray;

  constructor(strings: StringBlocks) {
    this.#strings = strings;
  }

  read(bytes: Uint8Array, from: number, base: number): number {
    let at = from;
    this.#parser?.open(bytes);
    while (at < bytes.length && !this.done) {
      if (this.#state === ArrayState.inString) at = this.#readString(bytes, this.#takeStrings(at), base);
      else at = this.#step(bytes, at, base);
    }
    return at;
  }

  /** Takes as many whole strings as there are in V8's usual spelling. */
  #takeStrings(from: number): number {
    if (this.#parser === null || this.#escape.pending > 0) return from;
    for (let at = from; ; at = this.#parser.stoppedAt) {
      const { bytes, at: base } = this.#strings.free;
      if (bytes < LEAST_FREE_BYTES) return at;
      const parsed = this.#parser.parseStrings(at, bytes, base);
      if (parsed.count === 0) return at;
      this.#strings.append(parsed);
    }
  }

  progress(): string {
    return `${this.#strings.count} strings`;
  }

  /** Copies up to the end of the string, of the chunk, or of the free space. */
  #readString(bytes: Uint8Array, from: number, base: number): number {
    const room = this.#strings.room();
    const out = room.bytes;
    const limit = Math.min(bytes.length, from + out.length - room.at);
    const escape = this.#escape;
    let written = room.at;
    let at = from;
    while (at < limit) {
      const byte = bytes[at];
      if (escape.pending > 0) {
        if (!escape.take(byte))
          throw stringsFault(`expected a JSON escape, found ${describeByte(byte)} in it`, base + at);
      } else if (byte === Ascii.quote) {
        this.#strings.advance(written);
        this.#strings.endString();
        this.#state = ArrayState.afterString;
        return at + 1;
      } else if (byte === Ascii.backslash) {
        escape.open();
        this.#strings.noteEscape();
      } else {
        // Nearly all bytes pass through here.
        let plain: number = byte;
        do {
          out[written++] = plain;
          plain = bytes[++at];
        } while (at < limit && plain !== Ascii.quote && plain !== Ascii.backslash);
        continue;
      }
      out[written++] = byte;
      at++;
    }
    this.#strings.advance(written);
    return at;
  }

  #step(bytes: Uint8Array, at: number, base: number): number {
    this.#state = stepBetweenStrings(this.#state, bytes[at], base + at);
    this.done = this.#state === ArrayState.done;
    return at + 1;
  }
}
