import { describeByte, FormatError } from './format-error.js';
import { EscapeState } from './json-escapes.js';
import { Ascii, isJsonSpace, type SectionReader } from './section-reader.js';

/** Byte classes, so that long runs of numbers in an unknown section cost one lookup per byte. */
const CLASS = new Uint8Array(256);
const OPENS = 1;
const CLOSES = 2;
const QUOTES = 3;
CLASS[Ascii.openBrace] = OPENS;
CLASS[Ascii.openBracket] = OPENS;
CLASS[Ascii.closeBrace] = CLOSES;
CLASS[Ascii.closeBracket] = CLOSES;
CLASS[Ascii.quote] = QUOTES;

/** Skips one JSON value of any kind and depth. It only checks that brackets match and strings end. */
export class ValueSkipper implements SectionReader {
  done = false;
  readonly #section: string;
  readonly #escape = new EscapeState();
  /** The expected closing brackets, innermost last. */
  readonly #due: number[] = [];
  #started = false;
  #inString = false;
  #inScalar = false;

  constructor(section: string) {
    this.#section = section;
  }

  read(bytes: Uint8Array, from: number, base: number): number {
    let at = from;
    while (at < bytes.length && !this.done) {
      if (this.#inString) at = this.#passString(bytes, at, base);
      else if (!this.#started) at = this.#start(bytes, at, base);
      else if (this.#inScalar) at = this.#passScalar(bytes, at);
      else at = this.#passNested(bytes, at, base);
    }
    return at;
  }

  progress(): string {
    return `${this.#due.length} brackets open`;
  }

  #start(bytes: Uint8Array, at: number, base: number): number {
    const byte = bytes[at];
    if (isJsonSpace(byte)) return at + 1;
    this.#started = true;
    if (CLASS[byte] === OPENS || CLASS[byte] === QUOTES) return this.#bracketOrQuote(byte, at, base);
    if (!isScalarByte(byte)) throw this.#fault(`expected a JSON value, found ${describeByte(byte)}`, base + at);
    this.#inScalar = true;
    return at + 1;
  }

  #passNested(bytes: Uint8Array, from: number, base: number): number {
    let at = from;
    while (at < bytes.length && CLASS[bytes[at]] === 0) at++;
    return at < bytes.length ? this.#bracketOrQuote(bytes[at], at, base) : at;
  }

  #bracketOrQuote(byte: number, at: number, base: number): number {
    if (CLASS[byte] === QUOTES) {
      this.#inString = true;
    } else if (CLASS[byte] === OPENS) {
      this.#due.push(byte === Ascii.openBrace ? Ascii.closeBrace : Ascii.closeBracket);
    } else {
      const due = this.#due.pop();
      if (due !== byte)
        throw this.#fault(`expected ${describeByte(due ?? Ascii.comma)}, found ${describeByte(byte)}`, base + at);
      this.done = this.#due.length === 0;
    }
    return at + 1;
  }

  #passString(bytes: Uint8Array, from: number, base: number): number {
    const escape = this.#escape;
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at];
      if (escape.pending > 0) {
        if (!escape.take(byte))
          throw this.#fault(`expected a JSON escape, found ${describeByte(byte)} in it`, base + at);
      } else if (byte === Ascii.backslash) {
        escape.open();
      } else if (byte === Ascii.quote) {
        this.#inString = false;
        this.done = this.#due.length === 0;
        return at + 1;
      }
    }
    return bytes.length;
  }

  /** Skips a number or word at the top level: it ends before the first byte that cannot belong to it. */
  #passScalar(bytes: Uint8Array, from: number): number {
    let at = from;
    while (at < bytes.length && isScalarByte(bytes[at])) at++;
    this.done = at < bytes.length;
    return at;
  }

  #fault(message: string, offset: number): FormatError {
    return new FormatError('malformed', message, { section: this.#section, offset });
  }
}

/** Letters, digits and `+` `-` `.`: what numbers, `true`, `false` and `null` are made of. */
function isScalarByte(byte: number): boolean {
  const lower = byte | 0x20;
  return (
    (byte >= Ascii.zero && byte <= Ascii.nine) ||
    (lower >= 97 && lower <= 122) ||
    byte === 43 ||
    byte === 45 ||
    byte === 46
  );
}
