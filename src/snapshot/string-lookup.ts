import type { ColumnMemory } from './column-memory.js';
import { hashOfName, LONGEST_NAME } from './string-hash.js';
import type { StringTable } from './string-table.js';

/** The same, each character as `\uXXXX`. */
const LONGEST_SPELLING = LONGEST_NAME * 6;
const BACKSLASH = 92;
const FIRST_PRINTABLE = 32;
const LAST_PRINTABLE = 126;
const QUOTE = 34;
/** Slots per string, so that chains stay short. */
const ROOM_FACTOR = 4 / 3;

/** All strings in the file's own spelling. */
export interface SpelledStrings extends StringTable {
  /** {@link hashOfName} of each string, 0 for one that is too long or has an escape. */
  readonly hashes: Uint32Array;
  /** Indexes of the strings that {@link mayReadLikeName}, ascending. */
  readonly escaped: readonly number[];
  /** Whether two strings are spelled alike. */
  isSpelledAlike(one: number, other: number): boolean;
}

/**
 * Finds strings by their text: a hash table with linear probing over all names, made in one pass. An analysis looks up
 * about a hundred well-known names, each of which would otherwise cost a pass. O(strings) once, O(length) a look-up; 5
 * to 11 bytes a string.
 */
export class StringLookup {
  readonly #strings: SpelledStrings;
  readonly #hashes: Uint32Array;
  /** Index of a string + 1, or 0 for an empty slot. */
  readonly #slots: Uint32Array;
  /** Indexes of strings whose hash another one before them has, each followed by the index of the first with that hash. */
  readonly #repeats: number[] = [];
  /** The first index of each text among those with escapes; made when it is needed, as V8 writes none. */
  #escaped: ReadonlyMap<string, number> | null = null;

  constructor(strings: SpelledStrings, memory: ColumnMemory) {
    const capacity = 2 ** Math.ceil(Math.log2(strings.count * ROOM_FACTOR + 1));
    this.#strings = strings;
    this.#hashes = strings.hashes;
    this.#slots = memory.words('string slots', capacity).fill(0);
    this.#fill();
  }

  /** Adds the first string of each hash: nearly always it is the only one, or all strings with that hash are equal. */
  #fill(): void {
    const hashes = this.#hashes;
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let index = 0; index < hashes.length; index += 1) {
      const hash = hashes[index];
      if (hash === 0) continue;
      let slot = hash & mask;
      while (slots[slot] !== 0 && hashes[slots[slot] - 1] !== hash) slot = (slot + 1) & mask;
      if (slots[slot] === 0) slots[slot] = index + 1;
      else this.#repeats.push(index, slots[slot] - 1);
    }
  }

  /**
   * For every string the first one that reads the same, among names; null when no name is there twice. V8 writes every string once; other
   * programs need not. O(repeated strings) and those with needless escapes, and O(strings) where there are any.
   */
  firstOfEqual(): Uint32Array | null {
    const strings = this.#strings;
    const repeats = this.#repeats;
    let firstOf: Uint32Array | null = null;
    const join = (index: number, first: number): void => {
      firstOf ??= new Uint32Array(strings.count).map((_, own) => own);
      firstOf[index] = first;
    };
    for (let at = 0; at < repeats.length; at += 2)
      if (strings.isSpelledAlike(repeats[at], repeats[at + 1])) join(repeats[at], repeats[at + 1]);
    for (const index of strings.escaped) {
      const text = strings.get(index);
      const found = StringLookup.canFind(text) ? this.find(text) : -1;
      if (found === null || found === -1) continue;
      if (found !== index) join(index, found);
      // The same, without escapes, may stand behind it.
      const plain = this.#findPlain(text);
      if (plain !== -1 && plain !== found) join(plain, found);
    }
    return firstOf;
  }

  /** Whether {@link find} supports `text`: short printable ASCII without a quote or backslash. */
  static canFind(text: string): boolean {
    if (text.length > LONGEST_NAME) return false;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code < FIRST_PRINTABLE || code > LAST_PRINTABLE || code === BACKSLASH || code === QUOTE) return false;
    }
    return true;
  }

  /**
   * Index of the first string that reads `text`, -1 when there is none, or null when only a scan of all strings can
   * tell.
   */
  find(text: string): number | null {
    const found = this.#findPlain(text);
    if (found !== -1 && this.#strings.get(found) !== text) return null;
    const escaped = this.#firstEscaped(text);
    return escaped !== -1 && (found === -1 || escaped < found) ? escaped : found;
  }

  /** The first string with the hash of `text`, or -1. */
  #findPlain(text: string): number {
    const bytes = Buffer.from(text, 'latin1');
    const hash = hashOfName(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    while (this.#slots[slot] !== 0 && this.#hashes[this.#slots[slot] - 1] !== hash) slot = (slot + 1) & mask;
    return this.#slots[slot] - 1;
  }

  #firstEscaped(text: string): number {
    if (this.#strings.escaped.length === 0) return -1;
    if (this.#escaped === null) {
      const first = new Map<string, number>();
      for (const index of this.#strings.escaped) {
        const known = this.#strings.get(index);
        if (!first.has(known)) first.set(known, index);
      }
      this.#escaped = first;
    }
    return this.#escaped.get(text) ?? -1;
  }
}

/**
 * Whether a spelling with escapes may still decode to a name: all its escapes stand for printable ASCII that needs
 * none, `\u0061` or `\/`. V8 writes no such escapes, other engines may. `wasm/row-parser.ts` duplicates this.
 */
export function mayReadLikeName(bytes: DataView, start: number, end: number): boolean {
  if (end - start > LONGEST_SPELLING) return false;
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

/** The byte at `at`, or one that is not part of any escape after the end of the block. */
function byteAt(bytes: DataView, at: number): number {
  return at < bytes.byteLength ? bytes.getUint8(at) : -1;
}

const SLASH = 47;
const LETTER_U = 117;
const ZERO = 48;
const HEX_DIGITS = 4;
