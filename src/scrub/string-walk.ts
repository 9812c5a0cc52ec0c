import { describeByte, FormatError } from '../snapshot/format-error.js';
import { EscapeState } from '../snapshot/json-escapes.js';
import { Ascii, isJsonSpace, type SectionReader } from '../snapshot/section-reader.js';

const State = { beforeArray: 0, firstValue: 1, value: 2, inString: 3, afterString: 4 } as const;
type State = (typeof State)[keyof typeof State];

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
  #state: State = State.beforeArray;
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
      at = this.#state === State.inString ? this.#passString(chunk, at, base) : this.#step(chunk, at, base);
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
        if (!escape.take(byte)) throw fault(`expected a JSON escape, found ${describeByte(byte)} in it`, base + at);
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
    this.#state = State.afterString;
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
    const byte = chunk[at];
    if (isJsonSpace(byte)) return at + 1;
    switch (this.#state) {
      case State.beforeArray:
        if (byte !== Ascii.openBracket) throw fault(`expected "[", found ${describeByte(byte)}`, base + at);
        this.#state = State.firstValue;
        break;
      case State.afterString:
        if (byte === Ascii.comma) this.#state = State.value;
        else if (byte === Ascii.closeBracket) this.done = true;
        else throw fault(`expected "," or "]", found ${describeByte(byte)}`, base + at);
        break;
      default:
        if (byte === Ascii.quote) this.#state = State.inString;
        else if (byte === Ascii.closeBracket && this.#state === State.firstValue) this.done = true;
        else throw fault(`expected a string, found ${describeByte(byte)}`, base + at);
        break;
    }
    return at + 1;
  }
}

function fault(message: string, offset: number): FormatError {
  return new FormatError('malformed', message, { section: 'strings', offset });
}
