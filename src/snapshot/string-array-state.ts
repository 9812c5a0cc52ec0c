import { describeByte, FormatError } from './format-error.js';
import { Ascii, isJsonSpace } from './section-reader.js';

/** Where a reader of a JSON array of strings stands. */
export const ArrayState = { beforeArray: 0, firstValue: 1, value: 2, inString: 3, afterString: 4, done: 5 } as const;
export type ArrayState = (typeof ArrayState)[keyof typeof ArrayState];

/**
 * The state after one byte that is outside of a string.
 *
 * @param offset of the byte in the file
 * @throws FormatError when the byte may not stand there
 */
export function stepBetweenStrings(state: ArrayState, byte: number, offset: number): ArrayState {
  if (isJsonSpace(byte)) return state;
  switch (state) {
    case ArrayState.beforeArray:
      if (byte !== Ascii.openBracket) throw stringsFault(`expected "[", found ${describeByte(byte)}`, offset);
      return ArrayState.firstValue;
    case ArrayState.afterString:
      if (byte === Ascii.comma) return ArrayState.value;
      if (byte === Ascii.closeBracket) return ArrayState.done;
      throw stringsFault(`expected "," or "]", found ${describeByte(byte)}`, offset);
    default:
      if (byte === Ascii.quote) return ArrayState.inString;
      if (byte === Ascii.closeBracket && state === ArrayState.firstValue) return ArrayState.done;
      throw stringsFault(`expected a string, found ${describeByte(byte)}`, offset);
  }
}

/** What is wrong in the `strings` section. */
export function stringsFault(message: string, offset: number): FormatError {
  return new FormatError('malformed', message, { section: 'strings', offset });
}
