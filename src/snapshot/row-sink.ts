/** A number in a row that its column refuses. The reader of the row adds the byte offset. */
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

/** Rows of text that go to the columns without being numbers first: the fast way, for what is written as V8 writes it. */
export interface TextRows {
  /** The chunk that {@link take} is about; its bytes must not change until the next one is opened. */
  open(chunk: Uint8Array): void;
  /**
   * Takes whole rows from position `from` of the open chunk on, where one begins.
   * @returns the position behind the last one taken, before anything that is not quite usual
   */
  take(from: number): number;
}

/** Takes the numbers of one flat array of the wire format in batches of whole rows. */
export interface RowSink {
  /** The top-level key. */
  readonly section: string;
  /** Numbers per row. */
  readonly stride: number;
  /** Absent or null when the fields are not as the fast way expects them. */
  readonly text?: TextRows | null;
  /** Takes `values[0 … length-1]`, a whole number of rows. @throws RowError */
  accept(values: Uint32Array, length: number, wide: WideNumbers): void;
  /** Called after the last row. @throws FormatError when there are too few */
  finish?(): void;
  /** `12 of 500 nodes`. */
  progress(): string;
}

/**
 * The fault of a name that is not below `stringLimit`. The limit is only known beforehand when a file is read a
 * second time, to tell where the first such name stands.
 */
export function nameFault(index: number, name: number, stringLimit: number): RowError {
  return new RowError(index, `expected the index of one of ${stringLimit} strings, found ${name}`);
}

/** Refuses numbers over 2³²-1 in every field that `isAllowed` does not except. */
export function rejectWide(wide: WideNumbers, stride: number, isAllowed: (field: number) => boolean): void {
  for (const [index, value] of wide) {
    if (!isAllowed(index % stride)) throw new RowError(index, `expected a number below 2^32, found ${value}`);
  }
}
