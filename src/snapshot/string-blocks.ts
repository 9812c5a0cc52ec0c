import { type ColumnMemory, NEW_MEMORY } from './column-memory.js';
import { decodeJsonString } from './json-string.js';
import { hashOfName } from './string-hash.js';
import { mayReadLikeName, type SpelledStrings, StringLookup } from './string-lookup.js';

const FIRST_BLOCK_BYTES = 2 ** 20;
const LAST_BLOCK_BYTES = 2 ** 26;
/** Initial capacity when the number of strings is unknown. */
const FIRST_COUNT = 1024;
/** Longest escape of one UTF-16 unit: `\uXXXX`. */
const ESCAPE_BYTES = 6;
const BACKSLASH = 92;

/** Consecutive strings, in the file's own spelling: UTF-8 with JSON escapes, no quotes, nothing between them. */
interface StringBlock {
  readonly bytes: Buffer;
  readonly view: DataView;
  /** Index of its first string, which begins at 0; the others begin where the one before ends. */
  readonly first: number;
}

/** A batch of strings. */
export interface SpelledBatch {
  readonly count: number;
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
  readonly hashes: Uint32Array;
  /** Which of them have an escape and {@link mayReadLikeName}, counted from 0. */
  readonly escaped: Uint32Array;
}

/**
 * Stores strings as the file spells them. They are stored in blocks, because one buffer cannot exceed 4 GiB and growing
 * it by copying would double the memory peak. No string spans two blocks, so decoding one takes a single slice.
 */
export class StringBlocks implements SpelledStrings {
  readonly #blocks: StringBlock[] = [];
  readonly #firstBlockBytes: number;
  readonly #memory: ColumnMemory;
  readonly #indexes = new Map<string, number>();
  readonly escaped: number[] = [];
  /** Built by the first {@link indexOf}. */
  #lookup: StringLookup | null = null;
  #last: StringBlock;
  #count = 0;
  /** Where in its block each string ends. */
  #ends = new Uint32Array(0);
  #hashes = new Uint32Array(0);
  /** Bytes used in the last block, and where its unfinished string begins. */
  #used = 0;
  #openStart = 0;
  #openHasEscape = false;

  constructor(memory: ColumnMemory = NEW_MEMORY, firstBlockBytes: number = FIRST_BLOCK_BYTES) {
    this.#memory = memory;
    this.#firstBlockBytes = firstBlockBytes;
    this.#last = this.#addBlock(0, 0);
  }

  get count(): number {
    return this.#count;
  }

  /**
   * Where to continue the unfinished string: write to `bytes` from `at` on, then call {@link advance}. There is always
   * space for at least one byte.
   */
  room(): { readonly bytes: Uint8Array; readonly at: number } {
    if (this.#used === this.#last.bytes.length) this.#moveToNewBlock();
    return { bytes: this.#last.bytes, at: this.#used };
  }

  /** Bytes up to position `at` of the block were written. */
  advance(at: number): void {
    this.#used = at;
  }

  /** Free space in the current block, for appending whole strings when none is unfinished. */
  get free(): { readonly bytes: number; readonly at: number } {
    const isBetween = this.#used === this.#openStart;
    return { bytes: isBetween ? this.#last.bytes.length - this.#used : 0, at: this.#used };
  }

  /** Reserves capacity for the number of strings, when it is known beforehand. */
  expect(count: number): void {
    this.#reserve(count);
  }

  /** Appends whole strings that fit into the block. @param ends where each ends in the block */
  append({ count, bytes, ends, hashes, escaped }: SpelledBatch): void {
    const first = this.#count;
    for (const index of escaped) this.escaped.push(first + index);
    this.#reserve(first + count);
    this.#last.bytes.set(bytes, this.#used);
    this.#ends.set(ends, first);
    this.#hashes.set(hashes, first);
    this.#count += count;
    this.#used += bytes.length;
    this.#openStart = this.#used;
  }

  /** Notes that the unfinished string has an escape. */
  noteEscape(): void {
    this.#openHasEscape = true;
  }

  /** Ends the unfinished string and begins the next one. */
  endString(): void {
    const { view } = this.#last;
    const index = this.#count;
    this.#reserve(index + 1);
    this.#hashes[index] = this.#openHasEscape ? 0 : hashOfName(view, this.#openStart, this.#used);
    if (this.#openHasEscape && mayReadLikeName(view, this.#openStart, this.#used)) this.escaped.push(index);
    this.#ends[index] = this.#used;
    this.#count += 1;
    this.#openStart = this.#used;
    this.#openHasEscape = false;
  }

  #reserve(count: number): void {
    if (count <= this.#ends.length) return;
    const capacity = Math.max(count, this.#ends.length * 2, FIRST_COUNT);
    const [ends, hashes] = [this.#ends, this.#hashes];
    this.#ends = this.#memory.words('string ends', capacity);
    this.#ends.set(ends);
    this.#hashes = this.#memory.words('string hashes', capacity);
    this.#hashes.set(hashes);
  }

  get hashes(): Uint32Array {
    return this.#hashes.subarray(0, this.#count);
  }

  get(index: number): string {
    const block = this.#blockOf(index);
    return decodeJsonString(block.bytes, this.#startOf(index, block), this.#ends[index]);
  }

  firstByte(index: number): number {
    const block = this.#blockOf(index);
    const start = this.#startOf(index, block);
    return start === this.#ends[index] ? -1 : block.bytes[start];
  }

  endsWith(index: number, suffix: string): boolean {
    const block = this.#blockOf(index);
    const start = this.#startOf(index, block);
    const end = this.#ends[index];
    const length = suffix.length;
    const windowStart = Math.max(start, end - length * ESCAPE_BYTES);
    // With an escape within or just before the suffix, the last characters are only known after decoding.
    if (contains(block.bytes, windowStart, end, BACKSLASH)) return this.get(index).endsWith(suffix);
    if (end - start < length) return false;
    for (let i = 0; i < length; i++) {
      if (block.bytes[end - length + i] !== suffix.charCodeAt(i)) return false;
    }
    return true;
  }

  listEndingWith(character: string): readonly number[] {
    const wanted = character.charCodeAt(0);
    const found: number[] = [];
    for (const [place, { bytes, first }] of this.#blocks.entries()) {
      const past = this.#blocks[place + 1]?.first ?? this.#count;
      listByLastByte(bytes, this.#ends, first, past, wanted, found);
    }
    return found.filter((index) => this.endsWith(index, character));
  }

  indexOf(text: string): number {
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    const index = (StringLookup.canFind(text) ? this.#lookUp(text) : null) ?? this.#search(text);
    this.#indexes.set(text, index);
    return index;
  }

  firstOfEqual(): Uint32Array | null {
    return this.#lookupTable().firstOfEqual();
  }

  isSpelledAlike(one: number, other: number): boolean {
    const [block, otherBlock] = [this.#blockOf(one), this.#blockOf(other)];
    const [start, otherStart] = [this.#startOf(one, block), this.#startOf(other, otherBlock)];
    const length = this.#ends[one] - start;
    if (length !== this.#ends[other] - otherStart) return false;
    for (let at = 0; at < length; at += 1)
      if (block.bytes[start + at] !== otherBlock.bytes[otherStart + at]) return false;
    return true;
  }

  /** One pass over all strings serves all texts without escapes, as names are. */
  #lookUp(text: string): number | null {
    return this.#lookupTable().find(text);
  }

  #lookupTable(): StringLookup {
    this.#lookup ??= new StringLookup(this, this.#memory);
    return this.#lookup;
  }

  #search(text: string): number {
    const spelling = Buffer.from(text, 'utf8');
    // A text with a lone surrogate has no UTF-8 spelling, one with a backslash is spelled with an escape.
    const isPlain = !text.includes('\\') && spelling.toString('utf8') === text;
    const longest = text.length * ESCAPE_BYTES;
    for (const [place, block] of this.#blocks.entries()) {
      const { bytes, first } = block;
      const past = this.#blocks[place + 1]?.first ?? this.#count;
      let start = 0;
      for (let index = first; index < past; index++) {
        const from = start;
        start = this.#ends[index];
        const length = start - from;
        if (length < text.length || length > longest) continue;
        if (isPlain && length === spelling.length && equals(bytes, from, spelling)) return index;
        if (contains(bytes, from, start, BACKSLASH) && decodeJsonString(bytes, from, start) === text) return index;
      }
    }
    return -1;
  }

  #startOf(index: number, block: StringBlock): number {
    return index === block.first ? 0 : this.#ends[index - 1];
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

  /** Moves the unfinished string, which does not fit, to a new block. */
  #moveToNewBlock(): void {
    const full = this.#last;
    const open = full.bytes.subarray(this.#openStart, this.#used);
    this.#last = this.#addBlock(this.#count, open.length * 2);
    open.copy(this.#last.bytes);
    this.#openStart = 0;
    this.#used = open.length;
  }

  #addBlock(first: number, atLeastBytes: number): StringBlock {
    // A block whose only string moved is empty and is removed.
    if (this.#blocks.at(-1)?.first === first) this.#blocks.pop();
    const planned = Math.min(this.#firstBlockBytes * 2 ** this.#blocks.length, LAST_BLOCK_BYTES);
    const length = Math.max(planned, atLeastBytes);
    const { buffer } = this.#memory.bytes(`strings ${this.#blocks.length}`, length);
    const block = { bytes: Buffer.from(buffer, 0, length), view: new DataView(buffer, 0, length), first };
    this.#blocks.push(block);
    return block;
  }
}

/**
 * Adds the indexes from `first` up to `past` whose string has that last byte. This loop visits all strings, so it does
 * nothing else.
 */
function listByLastByte(
  bytes: Uint8Array,
  ends: Uint32Array,
  first: number,
  past: number,
  wanted: number,
  found: number[],
): void {
  for (let index = first; index < past; index += 1) if (bytes[ends[index] - 1] === wanted) found.push(index);
}

function equals(bytes: Buffer, start: number, other: Buffer): boolean {
  return bytes.compare(other, 0, other.length, start, start + other.length) === 0;
}

function contains(bytes: Buffer, start: number, end: number, byte: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === byte) return true;
  return false;
}
