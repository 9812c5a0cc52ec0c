/**
 * Allocates the memory for the columns of a snapshot. Its initial content is undefined: the caller overwrites all of
 * it.
 */
export interface ColumnMemory {
  /** Room for `length` bytes of a column. */
  bytes(column: string, length: number): Uint8Array<ArrayBuffer>;
  /**
   * Room for `length` numbers of 32 bits of a column. If the same column grows, this may return the same memory; its
   * content is kept, copied if necessary.
   */
  words(column: string, length: number): Uint32Array<ArrayBuffer>;
}

/** Allocates new memory each time. */
export const NEW_MEMORY: ColumnMemory = {
  bytes: (_, length) => new Uint8Array(length),
  words: (_, length) => new Uint32Array(length),
};

/**
 * Spare capacity, as snapshots of a series grow a little from one to the next. Memory that is not written to costs
 * nothing.
 */
const ROOM = 9 / 8;

/**
 * Memory for snapshots that are read one after the other: each column replaces the same column of the previous
 * snapshot. Freed pages would go back to the system, and getting them again costs as much as reading the file.
 *
 * **Reading overwrites what was read before it.** Do not use earlier columns, or a graph over them, once the next read
 * begins; copy what must be kept.
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
    // Drops the buffer that is too small before its successor is allocated, so that both are never in memory.
    this.#buffers.delete(column);
    const buffer = new ArrayBuffer(Math.ceil(bytes * ROOM));
    this.#buffers.set(column, buffer);
    return buffer;
  }
}
