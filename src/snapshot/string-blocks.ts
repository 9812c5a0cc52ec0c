import { decodeJsonString } from './json-string.js';
import { hashOfName } from './string-hash.js';
import { StringLookup } from './string-lookup.js';
import type { StringTable } from './string-table.js';

const FIRST_BLOCK_BYTES = 2 ** 20;
const LAST_BLOCK_BYTES = 2 ** 26;
/** Longest escape of one UTF-16 unit: `\uXXXX`. */
const ESCAPE_BYTES = 6;
const BACKSLASH = 92;

/** Some consecutive strings, in the file's own spelling: UTF-8 with JSON escapes, no quotes, nothing between them. */
interface StringBlock {
  readonly bytes: Buffer;
  readonly view: DataView;
  /** Index of its first string. */
  readonly first: number;
  count: number;
  /** Where each string begins, and after the last one where it ends. */
  starts: Uint32Array;
  /** {@link hashOfName} of each, 0 for one that is too long or has an escape. */
  hashes: Uint32Array;
}

/** Strings that come together. */
export interface SpelledBatch {
  readonly count: number;
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
  readonly hashes: Uint32Array;
  /** Which of them have an escape, counted from 0. */
  readonly escaped: Uint32Array;
}

/**
 * Stores strings as the file spells them. They lie in blocks, as one buffer may not pass 4 GiB and growing
 * one by copying doubles the peak. No string spans two blocks, so decoding one is a single slice.
 */
export class StringBlocks implements StringTable {
  readonly #blocks: StringBlock[] = [];
  readonly #firstBlockBytes: number;
  readonly #indexes = new Map<string, number>();
  readonly escaped: number[] = [];
  /** Made at the first {@link indexOf}. */
  #lookup: StringLookup | null = null;
  #last: StringBlock;
  /** Bytes used in the last block, and where its open string begins. */
  #used = 0;
  #openStart = 0;

  constructor(firstBlockBytes: number = FIRST_BLOCK_BYTES) {
    this.#firstBlockBytes = firstBlockBytes;
    this.#last = this.#addBlock(0, 0);
  }

  get count(): number {
    return this.#last.first + this.#last.count;
  }

  /**
   * Where the open string goes on: write to `bytes` from `at` on, then call {@link advance}. There is
   * always room for at least one byte.
   */
  room(): { readonly bytes: Uint8Array; readonly at: number } {
    if (this.#used === this.#last.bytes.length) this.#moveToNewBlock();
    return { bytes: this.#last.bytes, at: this.#used };
  }

  /** Bytes up to position `at` of the block were written. */
  advance(at: number): void {
    this.#used = at;
  }

  /** Bytes that the current block has room for, and where they would go, when no string is open: strings can be put in at once. */
  get free(): { readonly bytes: number; readonly at: number } {
    const isBetween = this.#used === this.#openStart;
    return { bytes: isBetween ? this.#last.bytes.length - this.#used : 0, at: this.#used };
  }

  /** Puts in whole strings for which the block has room. @param ends where each ends in the block */
  append({ count, bytes, ends, hashes, escaped }: SpelledBatch): void {
    const block = this.#last;
    const first = this.count;
    for (const index of escaped) this.escaped.push(first + index);
    this.#reserveStarts(block.count + count);
    block.bytes.set(bytes, this.#used);
    block.starts.set(ends, block.count + 1);
    block.hashes.set(hashes, block.count);
    block.count += count;
    this.#used += bytes.length;
    this.#openStart = this.#used;
  }

  /** The open string has an escape. */
  noteEscape(): void {
    if (this.escaped.at(-1) !== this.count) this.escaped.push(this.count);
  }

  /** Ends the open string; the next one begins. */
  endString(): void {
    const block = this.#last;
    this.#reserveStarts(block.count + 1);
    const hasEscape = this.escaped.at(-1) === this.count;
    block.hashes[block.count] = hasEscape ? 0 : hashOfName(block.view, this.#openStart, this.#used);
    block.count++;
    block.starts[block.count] = this.#used;
    this.#openStart = this.#used;
  }

  #reserveStarts(count: number): void {
    const block = this.#last;
    if (count < block.starts.length) return;
    const starts = new Uint32Array(Math.max(count + 1, block.starts.length * 2));
    starts.set(block.starts);
    block.starts = starts;
    const hashes = new Uint32Array(starts.length);
    hashes.set(block.hashes);
    block.hashes = hashes;
  }

  get(index: number): string {
    const block = this.#blockOf(index);
    const at = index - block.first;
    return decodeJsonString(block.bytes, block.starts[at], block.starts[at + 1]);
  }

  firstByte(index: number): number {
    const block = this.#blockOf(index);
    const start = block.starts[index - block.first];
    return start === block.starts[index - block.first + 1] ? -1 : block.bytes[start];
  }

  endsWith(index: number, suffix: string): boolean {
    const block = this.#blockOf(index);
    const at = index - block.first;
    const start = block.starts[at];
    const end = block.starts[at + 1];
    const length = suffix.length;
    const windowStart = Math.max(start, end - length * ESCAPE_BYTES);
    // An escape within or just before the suffix: only decoding tells what the last characters are.
    if (contains(block.bytes, windowStart, end, BACKSLASH)) return this.get(index).endsWith(suffix);
    if (end - start < length) return false;
    for (let i = 0; i < length; i++) {
      if (block.bytes[end - length + i] !== suffix.charCodeAt(i)) return false;
    }
    return true;
  }

  indexOf(text: string): number {
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    const index = StringLookup.canFind(text) ? this.#lookUp(text) : this.#search(text);
    this.#indexes.set(text, index);
    return index;
  }

  /** One pass over all strings serves all texts that are spelled as they read, as names are. */
  #lookUp(text: string): number {
    this.#lookup ??= new StringLookup(this);
    return this.#lookup.find(text);
  }

  /** Calls `visit` with the spelling of each string: the bytes from `start` on and before `end`. */
  forEachSpelling(visit: (index: number, hash: number, bytes: DataView, start: number, end: number) => void): void {
    for (const { view, first, count, starts, hashes } of this.#blocks)
      for (let at = 0; at < count; at += 1) visit(first + at, hashes[at], view, starts[at], starts[at + 1]);
  }

  isSpelledAs(index: number, bytes: DataView, start: number, end: number): boolean {
    const block = this.#blockOf(index);
    const from = block.starts[index - block.first];
    if (block.starts[index - block.first + 1] - from !== end - start) return false;
    for (let at = start; at < end; at += 1) if (bytes.getUint8(at) !== block.bytes[from + at - start]) return false;
    return true;
  }

  #search(text: string): number {
    const spelling = Buffer.from(text, 'utf8');
    // A text with a lone surrogate has no UTF-8 spelling, one with a backslash is spelled with an escape.
    const isPlain = !text.includes('\\') && spelling.toString('utf8') === text;
    const longest = text.length * ESCAPE_BYTES;
    for (const block of this.#blocks) {
      const { bytes, starts } = block;
      for (let i = 0; i < block.count; i++) {
        const start = starts[i];
        const length = starts[i + 1] - start;
        if (length < text.length || length > longest) continue;
        if (isPlain && length === spelling.length && equals(bytes, start, spelling)) return block.first + i;
        if (
          contains(bytes, start, start + length, BACKSLASH) &&
          decodeJsonString(bytes, start, start + length) === text
        ) {
          return block.first + i;
        }
      }
    }
    return -1;
  }

  #blockOf(index: number): StringBlock {
    if (!Number.isInteger(index) || index < 0 || index >= this.count) {
      throw new RangeError(`expected a string index of 0 to ${this.count - 1}, found ${index}`);
    }
    if (index >= this.#last.first) return this.#last;
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#blocks[middle].first <= index) low = middle;
      else high = middle - 1;
    }
    return this.#blocks[low];
  }

  /** The open string does not fit: it moves, and nothing else does. */
  #moveToNewBlock(): void {
    const full = this.#last;
    const open = full.bytes.subarray(this.#openStart, this.#used);
    this.#last = this.#addBlock(full.first + full.count, open.length * 2);
    open.copy(this.#last.bytes);
    this.#openStart = 0;
    this.#used = open.length;
  }

  #addBlock(first: number, atLeastBytes: number): StringBlock {
    const planned = Math.min(this.#firstBlockBytes * 2 ** this.#blocks.length, LAST_BLOCK_BYTES);
    const bytes = Buffer.allocUnsafeSlow(Math.max(planned, atLeastBytes));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const block = { bytes, view, first, count: 0, starts: new Uint32Array(1024), hashes: new Uint32Array(1024) };
    // A block whose only string moved on is empty; the first string of the next one takes its place.
    if (this.#blocks.at(-1)?.count === 0) this.#blocks.pop();
    this.#blocks.push(block);
    return block;
  }
}

function equals(bytes: Buffer, start: number, other: Buffer): boolean {
  return bytes.compare(other, 0, other.length, start, start + other.length) === 0;
}

function contains(bytes: Buffer, start: number, end: number, byte: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === byte) return true;
  return false;
}
