import { ReusedMemory } from '../../src/snapshot/column-memory.js';

/** Reused memory that can be filled with rubbish: whoever goes on to use what was read before gets that. */
export class SpoiledMemory extends ReusedMemory {
  readonly #given = new Set<ArrayBuffer>();

  override bytes(column: string, length: number): Uint8Array<ArrayBuffer> {
    const bytes = super.bytes(column, length);
    this.#given.add(bytes.buffer);
    return bytes;
  }

  override words(column: string, length: number): Uint32Array<ArrayBuffer> {
    const words = super.words(column, length);
    this.#given.add(words.buffer);
    return words;
  }

  /** The same memory, for the next snapshot. */
  spoil(): this {
    for (const buffer of this.#given) new Uint8Array(buffer).fill(0xa5);
    return this;
  }
}
