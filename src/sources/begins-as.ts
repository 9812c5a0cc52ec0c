import type { Script } from '../graph/script-places.js';

/** Shorter beginnings do not distinguish files. */
const MIN_HEAD_LENGTH = 16;

/** Whether a text on disk begins as the heap shows that the script did; true where the heap shows nothing. */
export function beginsAs(text: string, { head }: Script): boolean {
  if (head === null || head.length < MIN_HEAD_LENGTH) return true;
  const onDisk = text.replace(/^\uFEFF/, '');
  // The last characters may be incomplete: a file is cut by bytes, the heap's text by V8.
  const length = Math.min(head.length, onDisk.length) - 2;
  return onDisk.slice(0, length) === head.slice(0, length);
}
