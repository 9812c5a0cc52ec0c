import { describeByte, FormatError } from './format-error.js';
import { EscapeState } from './json-escapes.js';
import { findRowParser, type RowParser } from './row-parser.js';
import { Ascii, isJsonSpace, type SectionReader } from './section-reader.js';
import type { StringBlocks } from './string-blocks.js';

const State = { beforeArray: 0, firstValue: 1, value: 2, inString: 3, afterString: 4 } as const;
type State = (typeof State)[keyof typeof State];

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
  #state: State = State.beforeArray;

  constructor(strings: StringBlocks) {
    this.#strings = strings;
  }

  read(bytes: Uint8Array, from: number, base: number): number {
    let at = from;
    this.#parser?.open(bytes);
    while (at < bytes.length && !this.done) {
      if (this.#state === State.inString) at = this.#readString(bytes, this.#takeStrings(at), base);
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
        if (!escape.take(byte)) throw fault(`expected a JSON escape, found ${describeByte(byte)} in it`, base + at);
      } else if (byte === Ascii.quote) {
        this.#strings.advance(written);
        this.#strings.endString();
        this.#state = State.afterString;
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
    const byte = bytes[at];
    if (isJsonSpace(byte)) return at + 1;
    switch (this.#state) {
      case State.beforeArray:
        if (byte !== Ascii.openBracket) throw fault(`expected "[", found ${describeByte(byte)}`, base + at);
        this.#state = State.firstValue;
        break;
      case State.firstValue:
      case State.value:
        if (byte === Ascii.quote) this.#state = State.inString;
        else if (byte === Ascii.closeBracket && this.#state === State.firstValue) this.done = true;
        else throw fault(`expected a string, found ${describeByte(byte)}`, base + at);
        break;
      case State.afterString:
        if (byte === Ascii.comma) this.#state = State.value;
        else if (byte === Ascii.closeBracket) this.done = true;
        else throw fault(`expected "," or "]", found ${describeByte(byte)}`, base + at);
        break;
    }
    return at + 1;
  }
}

function fault(message: string, offset: number): FormatError {
  return new FormatError('malformed', message, { section: 'strings', offset });
}
