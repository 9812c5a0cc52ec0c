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
