/** Where the columns of a snapshot get their memory from. What it holds at first is not said: whoever takes it writes all of it. */
export interface ColumnMemory {
  /** Room for `length` bytes of a column. */
  bytes(column: string, length: number): Uint8Array<ArrayBuffer>;
  /**
   * Room for `length` numbers of 32 bits of a column. Asked for more of one column, it may give the same memory again:
   * what was written to it is copied if it has to be.
   */
  words(column: string, length: number): Uint32Array<ArrayBuffer>;
}

/** Memory that nobody had before. */
export const NEW_MEMORY: ColumnMemory = {
  bytes: (_, length) => new Uint8Array(length),
  words: (_, length) => new Uint32Array(length),
};

/** Snapshots of a series grow a little from one to the next. Room that nobody writes to costs nothing. */
const ROOM = 9 / 8;

/**
 * Memory for snapshots that are read one after the other: each column takes the place of the same column of the snapshot
 * before. The pages of columns that became garbage would go back to the system, and getting them again costs as much
 * as reading what is in the file.
 *
 * **Reading overwrites what was read before it.** So nothing of the earlier columns, and no graph over them, may be
 * used once the next reading begins; what is to stay is copied.
 *
 * @example
 * ```ts
 * const memory = new ReusedMemory();
 * for (const path of paths) summaries.push(summarize(await readSnapshot(await openSnapshotFile(path), { memory })));
 * ```
 */
export class ReusedMemory implements ColumnMemory {
  readonly #buffers = new Map<string, ArrayBuffer>();

  bytes(column: string, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#bufferOf(column, length), 0, length);
  }

  words(column: string, length: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.#bufferOf(column, length * Uint32Array.BYTES_PER_ELEMENT), 0, length);
  }

  #bufferOf(column: string, bytes: number): ArrayBuffer {
    const held = this.#buffers.get(column);
    if (held !== undefined && held.byteLength >= bytes) return held;
    // Not both at once: what is too small is garbage before its successor is there.
    this.#buffers.delete(column);
    const buffer = new ArrayBuffer(Math.ceil(bytes * ROOM));
    this.#buffers.set(column, buffer);
    return buffer;
  }
}
