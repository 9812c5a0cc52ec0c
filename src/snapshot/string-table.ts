/**
 * The strings of a snapshot, decoded on demand: most are contents of the program's own strings and are never read.
 * Indexes are those of the file's `strings` array.
 */
export interface StringTable {
  readonly count: number;
  /** The whole string. @throws RangeError for an index outside 0 … count-1 */
  get(index: number): string;
  /** Whether string `index` ends with `suffix` (ASCII), without decoding it. */
  endsWith(index: number, suffix: string): boolean;
  /** Indexes of the strings that end with `character` (ASCII), ascending; not of one that spells it with an escape. */
  listEndingWith(character: string): readonly number[];
  /** The first byte of the string's spelling, or -1 for an empty one: its first character, when that is printable ASCII. */
  firstByte(index: number): number;
  /** The index of the first string equal to `text`, or -1. Linear the first time, cached per text. */
  indexOf(text: string): number;
  /** By index, the first short name that reads the same; null when none is there twice, as usual. */
  firstOfEqual(): Uint32Array | null;
}
