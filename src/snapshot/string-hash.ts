/** Maximum length of a name in bytes. Longer strings are contents and are never looked up by their text. */
export const LONGEST_NAME = 64;

/**
 * Hash of the bytes from `start` on and before `end`, or 0 when they are longer than {@link LONGEST_NAME}: MurmurHash3,
 * 32 bits, seed 0 (A. Appleby), with 1 for 0. `wasm/row-parser.ts` duplicates this.
 */
export function hashOfName(bytes: DataView, start: number, end: number): number {
  if (end - start > LONGEST_NAME) return 0;
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
  hash = (hash ^ (hash >>> 16)) >>> 0;
  return hash === 0 ? 1 : hash;
}

function scramble(word: number): number {
  const mixed = Math.imul(word, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
}
