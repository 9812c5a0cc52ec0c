import { hashOfName, LONGEST_NAME } from './string-hash.js';
import type { StringTable } from './string-table.js';

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
  /** @param visit gets the {@link hashOfName} of each, 0 for one that is too long or has an escape */
  forEachSpelling(visit: (index: number, hash: number, bytes: DataView, start: number, end: number) => void): void;
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
    strings.forEachSpelling((index, hash, bytes, start, end) => {
      if (index === hasEscape[nextEscaped]) {
        nextEscaped += 1;
        if (end - start <= LONGEST_SPELLING && hasNeedlessEscape(bytes, start, end)) escaped.push(index);
      }
      if (hash === 0) return;
      let slot = hash & mask;
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
    const hash = hashOfName(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length);
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
