const BLOCK_BYTES = 2 ** 18;

/** Bytes to be written, gathered into blocks. */
export class Output {
  #blocks: Buffer[] = [];
  #block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  #used = 0;

  /** Copies `bytes[from … to-1]`. */
  copy(bytes: Uint8Array, from: number, to: number): void {
    for (let at = from; at < to; ) {
      const part = Math.min(to - at, BLOCK_BYTES - this.#used);
      this.#block.set(bytes.subarray(at, at + part), this.#used);
      this.#used += part;
      at += part;
      if (this.#used === BLOCK_BYTES) this.#endBlock();
    }
  }

  text(text: string): void {
    // An ASCII character has one byte, and any other at most three.
    if (BLOCK_BYTES - this.#used >= 3 * text.length) this.#used += this.#block.write(text, this.#used, 'utf8');
    else {
      const bytes = Buffer.from(text, 'utf8');
      this.copy(bytes, 0, bytes.length);
    }
  }

  /** The blocks that are full, and at the end also the last one. They belong to the caller. */
  take(isEnd = false): Buffer[] {
    if (isEnd && this.#used > 0) this.#endBlock();
    const blocks = this.#blocks;
    this.#blocks = [];
    return blocks;
  }

  #endBlock(): void {
    this.#blocks.push(this.#block.subarray(0, this.#used));
    this.#block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
    this.#used = 0;
  }
}
