import type { StringTable } from './string-table.js';

/** Longer strings are contents, not names: they are not in the table. */
const LONGEST_NAME = 64;
/** The same, each character as `\uXXXX`. */
const LONGEST_SPELLING = LONGEST_NAME * 6;
const BACKSLASH = 92;
const FIRST_PRINTABLE = 32;
const LAST_PRINTABLE = 126;
const QUOTE = 34;
/** FNV-1a, 32 bits (G. Fowler, L. C. Noll, K.-P. Vo). */
const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** Free slots per string, so that chains stay short. */
const ROOM_FACTOR = 2;

/** Strings in the file's own spelling, for a pass over all of them. */
export interface SpelledStrings extends StringTable {
  forEachSpelling(visit: (index: number, bytes: Uint8Array, start: number, end: number) => void): void;
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
    const escaped: number[] = [];
    strings.forEachSpelling((index, bytes, start, end) => {
      if (end - start > LONGEST_NAME) {
        if (end - start <= LONGEST_SPELLING && hasNeedlessEscape(bytes, start, end)) escaped.push(index);
        return;
      }
      let hash = FNV_BASIS;
      for (let at = start; at < end; at += 1) {
        const byte = bytes[at];
        if (byte === BACKSLASH) {
          if (hasNeedlessEscape(bytes, start, end)) escaped.push(index);
          return;
        }
        hash = Math.imul(hash ^ byte, FNV_PRIME);
      }
      let slot = spread(hash) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
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
    let hash = FNV_BASIS;
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
    let found = -1;
    // Equal strings stand in the order in which they were put in.
    for (let slot = spread(hash) & this.#mask; this.#slots[slot] !== 0; slot = (slot + 1) & this.#mask) {
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

/** The low bits of FNV-1a depend on the low bits of the bytes only: the high ones are mixed in. */
function spread(hash: number): number {
  return (hash ^ (hash >>> 15)) >>> 0;
}

/**
 * Whether all escapes of a spelling stand for printable ASCII that needs none, `\u0061` or `\/`: only then it
 * may read like a name. V8 writes no such escapes, other engines may.
 */
function hasNeedlessEscape(bytes: Uint8Array, start: number, end: number): boolean {
  let needless = false;
  for (let at = start; at < end; at += 1) {
    if (bytes[at] !== BACKSLASH) continue;
    at += 1;
    if (bytes[at] === SLASH) {
      needless = true;
    } else if (bytes[at] === LETTER_U) {
      const isAscii = bytes[at + 1] === ZERO && bytes[at + 2] === ZERO && bytes[at + 3] >= ZERO + 2;
      if (!isAscii || bytes[at + 3] > ZERO + 7) return false;
      needless = true;
      at += HEX_DIGITS;
    } else {
      return false;
    }
  }
  return needless;
}

const SLASH = 47;
const LETTER_U = 117;
const ZERO = 48;
const HEX_DIGITS = 4;
