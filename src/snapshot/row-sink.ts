/** A number that its column refuses. The reader of the row adds the byte offset. */
export class RowError extends Error {
  override readonly name = 'RowError';
  /** Index of the number in the batch that was offered. */
  readonly index: number;

  constructor(index: number, message: string) {
    super(message);
    this.index = index;
  }
}

/** Numbers of a batch that do not fit in 32 bits, by their index in it; the batch holds 2³²-1 there. */
export type WideNumbers = ReadonlyMap<number, number>;

/** The fast path: parses rows in V8's usual spelling directly into the columns. */
export interface TextRows {
  /** Sets the chunk for {@link take}; its bytes must not change until the next one is opened. */
  open(chunk: Uint8Array): void;
  /**
   * Parses whole rows of the open chunk from position `from`, where a row begins.
   * @returns the position after the last row taken; stops before anything in an unusual spelling
   */
  take(from: number): number;
}

/** Takes the numbers of one flat array of the wire format in batches of whole rows. */
export interface RowSink {
  /** The top-level key. */
  readonly section: string;
  /** Numbers per row. */
  readonly stride: number;
  /** Absent or null when the fields are not in the order that the fast path expects. */
  readonly text?: TextRows | null;
  /** Takes `values[0 … length-1]`, a whole number of rows. @throws RowError */
  accept(values: Uint32Array, length: number, wide: WideNumbers): void;
  /** Called after the last row. @throws FormatError when there are too few */
  finish?(): void;
  /** `12 of 500 nodes`. */
  progress(): string;
}

/**
 * The error for a name that is not below `stringLimit`. The limit is only known when a file is read a second time, to
 * find the first such name.
 */
export function nameFault(index: number, name: number, stringLimit: number): RowError {
  return new RowError(index, `expected the index of one of ${stringLimit} strings, found ${name}`);
}

/** Refuses numbers over 2³²-1 in every field for which `isAllowed` is false. */
export function rejectWide(wide: WideNumbers, stride: number, isAllowed: (field: number) => boolean): void {
  for (const [index, value] of wide) {
    if (!isAllowed(index % stride)) throw new RowError(index, `expected a number below 2^32, found ${value}`);
  }
}
