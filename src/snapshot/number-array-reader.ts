import { describeByte, FormatError } from './format-error.js';
import { NumberOffsets } from './number-offsets.js';
import { RowError, type RowSink } from './row-sink.js';
import { Ascii, isJsonSpace, type SectionReader } from './section-reader.js';

/** Numbers staged before they go to the columns: small enough to stay in the processor's second-level cache. */
const STAGED_NUMBERS = 48 * 1024;
/**
 * The first batch is this small and each next one twice the one before. V8 optimizes a function during its first long
 * loop, before it has seen the code after the loop, and would then discard the optimized code at the end of every
 * batch.
 */
const FIRST_STAGED_NUMBERS = 256;

/** Bytes that the fast path may look at: nine digits, a line feed and a comma, and one to spare. */
const FAST_TOKEN_BYTES = 12;
const FAST_DIGITS = 9;

const UINT32_MAX = 2 ** 32 - 1;

const State = { beforeArray: 0, firstValue: 1, value: 2, inNumber: 3, afterNumber: 4 } as const;
type State = (typeof State)[keyof typeof State];

/**
 * Reads a flat JSON array of whole numbers, the bulk of a snapshot, and hands them on in rows.
 * Numbers are first staged in one small array by a loop that knows nothing of columns, then
 * distributed by the sink in a loop that knows nothing of text: both stay simple enough to be fast.
 */
export class NumberArrayReader implements SectionReader {
  done = false;
  readonly #sink: RowSink;
  readonly #staged: Uint32Array;
  readonly #wide = new Map<number, number>();
  readonly #offsets = new NumberOffsets();
  #stagedCount = 0;
  /** Numbers at which the batch is handed on. */
  #batch: number;
  #state: State = State.beforeArray;
  /** The number being read; it may have begun in an earlier chunk. */
  #value = 0;
  #digits = 0;
  #numberOffset = 0;

  constructor(sink: RowSink, stagedNumbers: number = STAGED_NUMBERS) {
    this.#sink = sink;
    const { stride } = sink;
    this.#staged = new Uint32Array(Math.max(1, Math.floor(stagedNumbers / stride)) * stride);
    this.#batch = Math.min(this.#staged.length, Math.ceil(FIRST_STAGED_NUMBERS / stride) * stride);
  }

  read(bytes: Uint8Array, from: number, base: number): number {
    let at = from;
    this.#offsets.startBatch(at);
    this.#sink.text?.open(bytes);
    while (at < bytes.length && !this.done) {
      if (this.#state === State.value) at = this.#readRun(bytes, this.#takeRows(at));
      if (this.#stagedCount >= this.#batch) {
        this.#flush(bytes, base);
        this.#batch = Math.min(this.#staged.length, this.#batch * 2);
        this.#offsets.startBatch(at);
        // Between two rows, the fast path may take the next one.
        if (this.#stagedCount === 0 && this.#state === State.value) continue;
      }
      if (at < bytes.length) at = this.#step(bytes, at, base);
    }
    this.#flush(bytes, base);
    const inNumber = this.#state === State.inNumber;
    const end = inNumber ? Math.max(this.#numberOffset - base, from) : at;
    this.#offsets.carry(bytes, end, base, this.#stagedCount);
    return at;
  }

  progress(): string {
    return this.#sink.progress();
  }

  /** Lets the sink take as many rows as it can; the other paths read the row at which it stopped. */
  #takeRows(from: number): number {
    const { text, stride } = this.#sink;
    if (text == null || this.#stagedCount > 0) return from;
    const at = text.take(from);
    if (at === from) return from;
    this.#offsets.startBatch(at);
    this.#batch = stride;
    return at;
  }

  /** The fast path: as many `digits,` as follow each other, rows parted by a line feed. Stops before anything else. */
  #readRun(bytes: Uint8Array, from: number): number {
    const staged = this.#staged;
    const capacity = this.#batch;
    const last = bytes.length - FAST_TOKEN_BYTES;
    let count = this.#stagedCount;
    let at = from;
    while (count < capacity && at < last) {
      const first = bytes[at];
      let value = (first - Ascii.zero) >>> 0;
      if (value > 9) break;
      let end = at + 1;
      const limit = at + FAST_DIGITS;
      let byte = bytes[end];
      let digit = (byte - Ascii.zero) >>> 0;
      // A zero may not be followed by digits; the slow path reports that.
      while (digit <= 9 && end < limit && value !== 0) {
        value = (value * 10 + digit) | 0;
        end++;
        byte = bytes[end];
        digit = (byte - Ascii.zero) >>> 0;
      }
      if (byte === Ascii.comma) {
        at = end + 1;
      } else if (byte === Ascii.lineFeed && bytes[end + 1] === Ascii.comma) {
        at = end + 2;
      } else {
        break;
      }
      staged[count++] = value;
    }
    this.#stagedCount = count;
    return at;
  }

  /** The slow path: one byte, wherever it stands. */
  #step(bytes: Uint8Array, at: number, base: number): number {
    const byte = bytes[at];
    const isDigit = byte >= Ascii.zero && byte <= Ascii.nine;
    if (this.#state === State.inNumber) {
      if (isDigit) {
        this.#addDigit(byte - Ascii.zero);
        return at + 1;
      }
      if (!isJsonSpace(byte) && byte !== Ascii.comma && byte !== Ascii.closeBracket) {
        throw this.#fault(`expected a whole number, found ${describeByte(byte)} in it`, base + at);
      }
      this.#endNumber(at, base);
      return at;
    }
    if (isJsonSpace(byte)) return at + 1;
    switch (this.#state) {
      case State.beforeArray:
        if (byte !== Ascii.openBracket) throw this.#fault(`expected "[", found ${describeByte(byte)}`, base + at);
        this.#state = State.firstValue;
        break;
      case State.firstValue:
      case State.value:
        if (byte === Ascii.closeBracket && this.#state === State.firstValue) {
          this.#endArray(bytes, at, base);
        } else {
          if (!isDigit) throw this.#fault(`expected a whole number, found ${describeByte(byte)}`, base + at);
          this.#state = State.inNumber;
          this.#numberOffset = base + at;
          this.#value = byte - Ascii.zero;
          this.#digits = 1;
        }
        break;
      case State.afterNumber:
        if (byte === Ascii.comma) this.#state = State.value;
        else if (byte === Ascii.closeBracket) this.#endArray(bytes, at, base);
        else throw this.#fault(`expected "," or "]", found ${describeByte(byte)}`, base + at);
        break;
    }
    return at + 1;
  }

  #addDigit(digit: number): void {
    if (this.#value === 0 && this.#digits === 1) {
      throw this.#fault('expected a whole number without leading zeros', this.#numberOffset);
    }
    this.#value = this.#value * 10 + digit;
    this.#digits++;
    if (this.#value > Number.MAX_SAFE_INTEGER) throw this.#fault('expected a number below 2^53', this.#numberOffset);
  }

  /** Stages the number that ends before `at`. */
  #endNumber(at: number, base: number): void {
    if (this.#numberOffset < base) this.#offsets.add(this.#numberOffset, at);
    if (this.#value > UINT32_MAX) this.#wide.set(this.#stagedCount, this.#value);
    this.#staged[this.#stagedCount++] = Math.min(this.#value, UINT32_MAX);
    this.#state = State.afterNumber;
  }

  #endArray(bytes: Uint8Array, at: number, base: number): void {
    this.#flush(bytes, base);
    if (this.#stagedCount > 0) {
      const { stride } = this.#sink;
      throw this.#fault(`expected rows of ${stride} numbers, but the last one has ${this.#stagedCount}`, base + at);
    }
    try {
      this.#sink.finish?.();
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      throw this.#fault(error.message, base + at);
    }
    this.done = true;
  }

  /** Hands all whole rows to the sink and moves what is left of the last one to the front. */
  #flush(bytes: Uint8Array, base: number): void {
    const rest = this.#stagedCount % this.#sink.stride;
    const length = this.#stagedCount - rest;
    if (length === 0) return;
    let carriedWide: [number, number][] = [];
    if (this.#wide.size > 0) {
      carriedWide = [...this.#wide].filter(([index]) => index >= length);
      for (const [index] of carriedWide) this.#wide.delete(index);
    }
    try {
      this.#sink.accept(this.#staged, length, this.#wide);
    } catch (error) {
      if (!(error instanceof RowError)) throw error;
      throw this.#fault(error.message, this.#offsets.find(bytes, error.index, base));
    }
    this.#staged.copyWithin(0, length, this.#stagedCount);
    this.#stagedCount = rest;
    this.#wide.clear();
    for (const [index, value] of carriedWide) this.#wide.set(index - length, value);
    this.#offsets.drop(length);
  }

  #fault(message: string, offset: number): FormatError {
    return new FormatError('malformed', message, { section: this.#sink.section, offset });
  }
}
