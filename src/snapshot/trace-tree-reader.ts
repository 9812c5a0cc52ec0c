import { describeByte, FormatError } from './format-error.js';
import { GrowingColumn } from './growing-column.js';
import { Ascii, isJsonSpace, type SectionReader } from './section-reader.js';
import type { TraceNodeLayout } from './snapshot-layout.js';
import { NO_TRACE_PARENT, type TraceCallColumns } from './trace-columns.js';

const UINT32_MAX = 2 ** 32 - 1;

/** Calls within calls. V8 records stacks of at most 64 frames. */
const MAX_DEPTH = 10_000;

const State = { beforeArray: 0, firstValue: 1, value: 2, inNumber: 3, afterValue: 4 } as const;
type State = (typeof State)[keyof typeof State];

/**
 * Reads the `trace_tree` section, the only one that nests: `[id, function, count, size, [children], id, …]`, where the
 * children of a call are written like the whole. Keeps a row per call and a stack of the open ones.
 */
export class TraceTreeReader implements SectionReader {
  done = false;
  readonly #layout: TraceNodeLayout;
  readonly #ids = new GrowingColumn();
  readonly #parents = new GrowingColumn();
  readonly #functions = new GrowingColumn();
  /** Rows of the calls whose children are being read. */
  readonly #open: number[] = [];
  #row = -1;
  #field = 0;
  #state: State = State.beforeArray;
  #value = 0;
  #maxFunction = -1;

  constructor(layout: TraceNodeLayout) {
    this.#layout = layout;
  }

  read(bytes: Uint8Array, from: number, base: number): number {
    let at = from;
    while (at < bytes.length && !this.done) {
      this.#step(bytes[at], base + at);
      at++;
    }
    return at;
  }

  progress(): string {
    return `${this.#ids.count} calls`;
  }

  /**
   * What was collected.
   * @throws FormatError when a call refers to a function that does not exist
   */
  columns(functionCount: number): TraceCallColumns {
    if (this.#maxFunction >= functionCount) {
      const found = `expected calls of ${functionCount} functions, found one of function ${this.#maxFunction}`;
      throw new FormatError('malformed', found, { section: 'trace_tree' });
    }
    return {
      count: this.#ids.count,
      ids: this.#ids.values(),
      parents: this.#parents.values(),
      functions: this.#functions.values(),
    };
  }

  #step(byte: number, offset: number): void {
    const isDigit = byte >= Ascii.zero && byte <= Ascii.nine;
    if (this.#state === State.inNumber) {
      if (isDigit) {
        this.#value = this.#value * 10 + (byte - Ascii.zero);
        return;
      }
      this.#endNumber(offset);
    }
    if (isJsonSpace(byte)) return;
    switch (this.#state) {
      case State.beforeArray:
        if (byte !== Ascii.openBracket) throw fault(`expected "[", found ${describeByte(byte)}`, offset);
        this.#state = State.firstValue;
        return;
      case State.firstValue:
        if (byte === Ascii.closeBracket) this.#closeArray();
        else this.#startValue(byte, isDigit, offset);
        return;
      case State.value:
        this.#startValue(byte, isDigit, offset);
        return;
      default:
        this.#stepAfterValue(byte, offset);
    }
  }

  #startValue(byte: number, isDigit: boolean, offset: number): void {
    if (this.#field === 0) {
      this.#row = this.#ids.count;
      this.#ids.push(0);
      this.#parents.push(this.#open[this.#open.length - 1] ?? NO_TRACE_PARENT);
      this.#functions.push(0);
    }
    if (this.#field === this.#layout.children) {
      if (byte !== Ascii.openBracket) throw fault(`expected the "[" of children, found ${describeByte(byte)}`, offset);
      if (this.#open.length === MAX_DEPTH) throw fault(`expected at most ${MAX_DEPTH} nested calls`, offset);
      this.#open.push(this.#row);
      this.#field = 0;
      this.#state = State.firstValue;
      return;
    }
    if (!isDigit) throw fault(`expected a whole number, found ${describeByte(byte)}`, offset);
    this.#value = byte - Ascii.zero;
    this.#state = State.inNumber;
  }

  #endNumber(offset: number): void {
    const { id, functionIndex } = this.#layout;
    const isKept = this.#field === id || this.#field === functionIndex;
    if (isKept && this.#value > UINT32_MAX) throw fault(`expected a number below 2^32, found ${this.#value}`, offset);
    if (this.#field === id) this.#ids.set(this.#row, this.#value);
    if (this.#field === functionIndex) {
      this.#functions.set(this.#row, this.#value);
      this.#maxFunction = Math.max(this.#maxFunction, this.#value);
    }
    this.#field++;
    this.#state = State.afterValue;
  }

  #stepAfterValue(byte: number, offset: number): void {
    const { stride } = this.#layout;
    const isWhole = this.#field === stride;
    if (byte === Ascii.comma) {
      if (isWhole) this.#field = 0;
      this.#state = State.value;
    } else if (byte === Ascii.closeBracket) {
      if (!isWhole) throw fault(`expected calls of ${stride} values, but the last one has ${this.#field}`, offset);
      this.#closeArray();
    } else {
      throw fault(`expected "," or "]", found ${describeByte(byte)}`, offset);
    }
  }

  #closeArray(): void {
    const row = this.#open.pop();
    if (row === undefined) {
      this.done = true;
      return;
    }
    this.#row = row;
    this.#field = this.#layout.children + 1;
    this.#state = State.afterValue;
  }
}

function fault(message: string, offset: number): FormatError {
  return new FormatError('malformed', message, { section: 'trace_tree', offset });
}
