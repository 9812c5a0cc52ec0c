import type { StringTable } from './string-table.js';

/** Longer strings are contents, not names: they are not in the table. */
const LONGEST_NAME = 64;
/** The same, each character as `\uXXXX`. */
const LONGEST_SPELLING = LONGEST_NAME * 6;
const BACKSLASH = 92;
const FIRST_PRINTABLE = 32;
const LAST_PRINTABLE = 126;
const QUOTE = 34;
/** Free slots per string, so that chains stay short. */
const ROOM_FACTOR = 2;

/** A file may hold one text many times over, though V8 writes each once: so many are put in before that is looked at. */
const MOST_UNCOMPARED = 8;

/** Strings in the file's own spelling, for a pass over all of them. */
export interface SpelledStrings extends StringTable {
  /** Indexes of the strings with a backslash, ascending. */
  readonly escaped: readonly number[];
  /** Whether string `index` is spelled as the bytes from `start` on and before `end`. */
  isSpelledAs(index: number, bytes: DataView, start: number, end: number): boolean;
  forEachSpelling(visit: (index: number, bytes: DataView, start: number, end: number) => void): void;
}

/**
 * Finds strings by their text: a hash table with linear probing over all names, made in one pass. An analysis
 * asks for some hundred well-known names, each of which would cost a pass of its own.
 * O(bytes of all names) once, O(length) a look-up; 8 to 16 bytes a string.
 */
export class StringLookup {
  readonly #strings: SpelledStrings;
  /** Index of a string + 1, or 0 where nothing is. */
  readonly #slots: Uint32Array;
  readonly #mask: number;
  /** Strings with an escape: they may read like a name that is spelled without one. Few have escapes that need none. */
  readonly #escaped: readonly number[];

  constructor(strings: SpelledStrings) {
    this.#strings = strings;
    const capacity = 2 ** Math.ceil(Math.log2(strings.count * ROOM_FACTOR + 1));
    const slots = new Uint32Array(capacity);
    const mask = capacity - 1;
    const hasEscape = strings.escaped;
    const escaped: number[] = [];
    let nextEscaped = 0;
    strings.forEachSpelling((index, bytes, start, end) => {
      if (index === hasEscape[nextEscaped]) {
        nextEscaped += 1;
        if (end - start <= LONGEST_SPELLING && hasNeedlessEscape(bytes, start, end)) escaped.push(index);
        return;
      }
      if (end - start > LONGEST_NAME) return;
      let slot = hashOf(bytes, start, end) & mask;
      for (let probes = 0; slots[slot] !== 0; probes += 1) {
        if (probes >= MOST_UNCOMPARED && strings.isSpelledAs(slots[slot] - 1, bytes, start, end)) return;
        slot = (slot + 1) & mask;
      }
      slots[slot] = index + 1;
    });
    this.#slots = slots;
    this.#mask = mask;
    this.#escaped = escaped;
  }

  /** Whether {@link find} knows texts of this kind: printable ASCII without a quote or backslash, not long. */
  static canFind(text: string): boolean {
    if (text.length > LONGEST_NAME) return false;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code < FIRST_PRINTABLE || code > LAST_PRINTABLE || code === BACKSLASH || code === QUOTE) return false;
    }
    return true;
  }

  /** Index of the first string that reads `text`, or -1. */
  find(text: string): number {
    const bytes = Buffer.from(text, 'latin1');
    const hash = hashOf(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length);
    let found = -1;
    // Equal strings stand in the order in which they were put in.
    for (let slot = hash & this.#mask; this.#slots[slot] !== 0; slot = (slot + 1) & this.#mask) {
      const index = this.#slots[slot] - 1;
      if (this.#strings.get(index) !== text) continue;
      found = index;
      break;
    }
    for (const index of this.#escaped) {
      if (found !== -1 && index > found) break;
      if (this.#strings.get(index) === text) return index;
    }
    return found;
  }
}

/** MurmurHash3, 32 bits, seed 0 (A. Appleby): four bytes at a step. */
function hashOf(bytes: DataView, start: number, end: number): number {
  let hash = 0;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    hash ^= scramble(bytes.getUint32(at, true));
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let shift = 0; at < end; at += 1, shift += 8) tail |= bytes.getUint8(at) << shift;
  hash ^= scramble(tail) ^ (end - start);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function scramble(word: number): number {
  const mixed = Math.imul(word, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
}

/**
 * Whether all escapes of a spelling stand for printable ASCII that needs none, `\u0061` or `\/`: only then it
 * may read like a name. V8 writes no such escapes, other engines may.
 */
function hasNeedlessEscape(bytes: DataView, start: number, end: number): boolean {
  let needless = false;
  for (let at = start; at < end; at += 1) {
    if (byteAt(bytes, at) !== BACKSLASH) continue;
    at += 1;
    if (byteAt(bytes, at) === SLASH) {
      needless = true;
    } else if (byteAt(bytes, at) === LETTER_U) {
      const isAscii =
        byteAt(bytes, at + 1) === ZERO && byteAt(bytes, at + 2) === ZERO && byteAt(bytes, at + 3) >= ZERO + 2;
      if (!isAscii || byteAt(bytes, at + 3) > ZERO + 7) return false;
      needless = true;
      at += HEX_DIGITS;
    } else {
      return false;
    }
  }
  return needless;
}

/** Past the end of a block is no part of any escape. */
function byteAt(bytes: DataView, at: number): number {
  return at < bytes.byteLength ? bytes.getUint8(at) : -1;
}

const SLASH = 47;
const LETTER_U = 117;
const ZERO = 48;
const HEX_DIGITS = 4;
