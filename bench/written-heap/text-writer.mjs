import { closeSync, openSync, writeSync } from 'node:fs';

const CAPACITY = 2 ** 22;
/** More than a row of numbers ever takes. */
const MARGIN = 2 ** 10;
const COMMA = 44;
const NEWLINE = 10;
const DIGITS = fourDigits();

/** Writes ASCII to a file through one buffer: numbers are made in place, as most of a snapshot is numbers. */
export class TextWriter {
  #file;
  #buffer = Buffer.allocUnsafe(CAPACITY);
  #end = 0;
  bytesWritten = 0;

  /** @param {string} path */
  constructor(path) {
    this.#file = openSync(path, 'w');
  }

  /** @param {string} text any length; what is not ASCII must be escaped already */
  text(text) {
    for (let start = 0; start < text.length; start += CAPACITY - MARGIN) {
      const piece =
        start === 0 && text.length <= CAPACITY - MARGIN ? text : text.slice(start, start + CAPACITY - MARGIN);
      if (this.#end + piece.length > CAPACITY) this.#flush();
      this.#end += this.#buffer.latin1Write(piece, this.#end);
    }
  }

  /** The number and a comma. @param {number} value below 10^12 */
  number(value) {
    const buffer = this.#buffer;
    let end = this.#end;
    if (value < 10) {
      buffer[end++] = 48 + value;
    } else if (value < 10_000) {
      end = leadingDigits(buffer, end, value);
    } else {
      const upper = Math.floor(value / 10_000);
      if (upper < 10_000) {
        end = leadingDigits(buffer, end, upper);
      } else {
        const top = Math.floor(upper / 10_000);
        end = leadingDigits(buffer, end, top);
        end = allDigits(buffer, end, upper - top * 10_000);
      }
      end = allDigits(buffer, end, value - upper * 10_000);
    }
    buffer[end++] = COMMA;
    this.#end = end;
  }

  /** Ends a row: the comma after its last number goes to the next line, as V8 writes it. */
  endRow() {
    // Before the row ends, so that its last comma is never gone when `endRows` takes it back.
    if (this.#end > CAPACITY - MARGIN) {
      this.#end -= 1;
      this.#flush();
      this.#end = 1;
    }
    this.#buffer[this.#end - 1] = NEWLINE;
    this.#buffer[this.#end++] = COMMA;
  }

  /** Takes back the comma of the last row. */
  endRows() {
    this.#end -= 1;
  }

  close() {
    this.#flush();
    closeSync(this.#file);
  }

  #flush() {
    for (let start = 0; start < this.#end; ) start += writeSync(this.#file, this.#buffer, start, this.#end - start);
    this.bytesWritten += this.#end;
    this.#end = 0;
  }
}

function leadingDigits(buffer, start, value) {
  let end = start;
  const at = value * 4;
  if (value >= 1000) buffer[end++] = DIGITS[at];
  if (value >= 100) buffer[end++] = DIGITS[at + 1];
  if (value >= 10) buffer[end++] = DIGITS[at + 2];
  buffer[end++] = DIGITS[at + 3];
  return end;
}

function allDigits(buffer, start, value) {
  const at = value * 4;
  buffer[start] = DIGITS[at];
  buffer[start + 1] = DIGITS[at + 1];
  buffer[start + 2] = DIGITS[at + 2];
  buffer[start + 3] = DIGITS[at + 3];
  return start + 4;
}

function fourDigits() {
  const digits = new Uint8Array(40_000);
  for (let value = 0; value < 10_000; value++) {
    const text = String(value).padStart(4, '0');
    for (let at = 0; at < 4; at++) digits[value * 4 + at] = text.charCodeAt(at);
  }
  return digits;
}
