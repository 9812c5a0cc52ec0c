import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** Opening a pipe must not wait for a program at its other end. Windows has neither flag, and no pipes among its files. */
const NO_WAIT = constants.O_NONBLOCK ?? 0;
const NO_LINK = constants.O_NOFOLLOW ?? 0;

/** Why a file was not read. */
export type FileProblem = 'folder' | 'not-a-file' | 'too-large';

/**
 * The text of an ordinary file, of the length that it had when it was opened: one that grows meanwhile is cut there.
 *
 * @returns what it is when it is no ordinary file, or larger than `maxBytes`
 * @throws what the system says when it cannot be opened or read
 */
export function readOrdinaryFile(
  path: string,
  maxBytes: number,
  { followLink = true }: { readonly followLink?: boolean } = {},
): { readonly text: string } | { readonly problem: FileProblem } {
  const file = openSync(path, constants.O_RDONLY | NO_WAIT | (followLink ? 0 : NO_LINK));
  try {
    const info = fstatSync(file);
    if (info.isDirectory()) return { problem: 'folder' };
    if (!info.isFile()) return { problem: 'not-a-file' };
    if (info.size > maxBytes) return { problem: 'too-large' };
    return { text: readText(file, info.size) };
  } finally {
    closeSync(file);
  }
}

/** The text of the first bytes of an ordinary file; null when there is none to read, for whatever reason. */
export function readOrdinaryHead(path: string, bytes: number): string | null {
  try {
    const file = openSync(path, constants.O_RDONLY | NO_WAIT);
    try {
      const info = fstatSync(file);
      return info.isFile() ? readText(file, Math.min(info.size, bytes)) : null;
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}

/** A part of an ordinary file, which is not reached through a link; null when it has no such part, for whatever reason. */
export function readOrdinaryPart(path: string, offset: number, bytes: number): string | null {
  try {
    const file = openSync(path, constants.O_RDONLY | NO_WAIT | NO_LINK);
    try {
      const info = fstatSync(file);
      return info.isFile() && offset + bytes <= info.size ? readText(file, bytes, offset) : null;
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}

/** The text of an ordinary file; null when there is none, for whatever reason. */
export function readIfOrdinary(path: string, maxBytes: number, options?: { followLink?: boolean }): string | null {
  try {
    const read = readOrdinaryFile(path, maxBytes, options);
    return 'text' in read ? read.text : null;
  } catch {
    return null;
  }
}

function readText(file: number, bytes: number, offset = 0): string {
  const buffer = Buffer.alloc(bytes);
  let length = 0;
  while (length < bytes) {
    const count = readSync(file, buffer, length, bytes - length, offset + length);
    if (count === 0) break;
    length += count;
  }
  return buffer.toString('utf8', 0, length);
}

/** What such a problem is, in words that stand after a colon. */
export function describeProblem(problem: FileProblem, maxBytes: number): string {
  switch (problem) {
    case 'folder':
      return 'expected a file, found a folder';
    case 'not-a-file':
      return 'expected a file, found a pipe or device';
    case 'too-large':
      return `it is larger than ${Math.floor(maxBytes / 2 ** 20)} MiB`;
  }
}
