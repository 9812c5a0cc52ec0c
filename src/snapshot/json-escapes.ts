import { Ascii } from './section-reader.js';

const LOWER_U = 117;
/** The bytes that may follow a backslash: `"` `\` `/` `b` `f` `n` `r` `t` `u`. */
const AFTER_BACKSLASH: ReadonlySet<number> = new Set([34, 92, 47, 98, 102, 110, 114, 116, LOWER_U]);
const HEX_DIGITS = 4;

/** Follows the escapes of a JSON string, one byte at a time. */
export class EscapeState {
  /** Bytes that the open escape still needs: 0 outside of one. */
  pending = 0;
  #hex = false;

  /** A backslash was met. */
  open(): void {
    this.pending = 1;
    this.#hex = false;
  }

  /** Takes the next byte of the open escape; false when it may not stand there. */
  take(byte: number): boolean {
    if (this.#hex) {
      this.pending--;
      return isHexDigit(byte);
    }
    this.#hex = byte === LOWER_U;
    this.pending = this.#hex ? HEX_DIGITS : 0;
    return AFTER_BACKSLASH.has(byte);
  }
}

function isHexDigit(byte: number): boolean {
  const lower = byte | 0x20;
  return (byte >= Ascii.zero && byte <= Ascii.nine) || (lower >= 97 && lower <= 102);
}
