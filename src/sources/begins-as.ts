import type { Script } from '../graph/script-places.js';

/** Shorter beginnings do not distinguish files. */
const MIN_HEAD_LENGTH = 16;

/** Whether a text on disk begins like the script in the heap; true where the heap has no text. */
export function beginsAs(text: string, { head }: Script): boolean {
  if (head === null || head.length < MIN_HEAD_LENGTH) return true;
  const onDisk = text.replace(/^\uFEFF/, '');
  // The last characters may be incomplete: a file is cut by bytes, the heap's text by V8.
  const length = Math.min(head.length, onDisk.length) - 2;
  return onDisk.slice(0, length) === head.slice(0, length);
}

/** Bytes that V8 needs for a string besides its characters: a header of 12 or 16 bytes, and up to 7 to round up. */
const LEAST_OVERHEAD = 12;
const MOST_OVERHEAD = 23;

/**
 * Whether a whole text can be that of the script in the heap: it begins like that, and is as long. A change further down than the heap
 * shows is noticed by the length, unless that stays the same within 8 bytes.
 */
export function isTextOf(text: string, script: Script): boolean {
  if (!beginsAs(text, script)) return false;
  const { sourceBytes } = script;
  if (sourceBytes === undefined) return true;
  // V8 counts neither the byte order mark nor, where all characters fit into one byte, a second byte.
  const length = text.length - (text.startsWith('\uFEFF') ? 1 : 0);
  return [length, 2 * length].some(
    (bytes) => sourceBytes - bytes >= LEAST_OVERHEAD && sourceBytes - bytes <= MOST_OVERHEAD,
  );
}
