import { LONGEST_NAME } from './string-hash.js';
import type { StringTable } from './string-table.js';

/** Strings that another engine has already decoded. */
export class ArrayStrings implements StringTable {
  readonly count: number;
  readonly #strings: readonly string[];
  readonly #indexes = new Map<string, number>();

  constructor(strings: readonly string[]) {
    this.#strings = strings;
    this.count = strings.length;
  }

  get(index: number): string {
    const text = this.#strings[index];
    if (text === undefined) throw new RangeError(`expected a string index of 0 to ${this.count - 1}, found ${index}`);
    return text;
  }

  endsWith(index: number, suffix: string): boolean {
    return this.get(index).endsWith(suffix);
  }

  listEndingWith(character: string): readonly number[] {
    return [...this.#strings.keys()].filter((index) => this.endsWith(index, character));
  }

  firstByte(index: number): number {
    return Buffer.from(this.get(index).slice(0, 1))[0] ?? -1;
  }

  indexOf(text: string): number {
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    const index = this.#strings.indexOf(text);
    this.#indexes.set(text, index);
    return index;
  }

  firstOfEqual(): Uint32Array | null {
    const indexes = new Map<string, number>();
    const firstOf = Uint32Array.from(this.#strings, (text, index) => {
      const first = text.length > LONGEST_NAME ? index : (indexes.get(text) ?? index);
      if (first === index) indexes.set(text, index);
      return first;
    });
    return indexes.size === this.count ? null : firstOf;
  }
}
