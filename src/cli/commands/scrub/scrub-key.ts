import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';

import { ToolError } from '../../../errors.js';

const LEAST_BYTES = 16;
const MOST_BYTES = 2 ** 16;

/** The key in a file, or a random one, which nobody knows when the process has ended. @throws ToolError */
export async function readKey(path: string | undefined): Promise<Uint8Array> {
  if (path === undefined) return randomBytes(32);
  const key = await readStart(path);
  if (key.length >= LEAST_BYTES && key.length <= MOST_BYTES) return key;
  throw new ToolError('usage', `--key-file: ${path}: expected ${LEAST_BYTES} to ${MOST_BYTES} bytes`, {
    hint: 'Make a key with: head -c 32 /dev/urandom > key',
  });
}

/** Reads no more than is needed to see that a file is too long: it may be a device. */
async function readStart(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      if (!(await file.stat()).isFile()) throw new Error('it is no file');
      const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_BYTES + 1), 0, MOST_BYTES + 1, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ToolError('file-unreadable', `--key-file: ${path}: cannot be read: ${reason}`, {
      hint: 'Make a key with: head -c 32 /dev/urandom > key',
      cause: error,
    });
  }
}
