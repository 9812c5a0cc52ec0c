/** Bytes with a meaning in JSON's grammar. */
export const Ascii = {
  tab: 9,
  lineFeed: 10,
  carriageReturn: 13,
  space: 32,
  quote: 34,
  comma: 44,
  zero: 48,
  nine: 57,
  colon: 58,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  openBrace: 123,
  closeBrace: 125,
} as const;

/** JSON's four whitespace characters, and no other. */
export function isJsonSpace(byte: number): boolean {
  return byte === Ascii.space || byte === Ascii.lineFeed || byte === Ascii.carriageReturn || byte === Ascii.tab;
}

/**
 * Reads one JSON value that arrives in pieces. It starts at any whitespace before the value and is
 * done right after the value's last byte; it keeps no reference to the bytes it was given.
 */
export interface SectionReader {
  /** True once the value is complete. */
  readonly done: boolean;
  /**
   * Consumes `bytes` from `from` on and returns the position after the last byte it took: the length
   * of `bytes` unless it is done. `base` is the offset of `bytes[0]` in the text.
   * @throws FormatError
   */
  read(bytes: Uint8Array, from: number, base: number): number;
  /** Describes how much was read, for a text that ended too early: `12 of 500 nodes`. */
  progress(): string;
}
