import { closeSync, constants, openSync, readSync } from 'node:fs';
import type { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** Time for the program at the other end of a pipe to open it. */
export const WRITER_WAIT_MS = 10_000;
const LOOK_MS = 50;
const FIRST_BYTES = 2 ** 16;

/** No program opened a pipe for writing. */
export class NoWriterError extends Error {
  override readonly name = 'NoWriterError';
}

/**
 * The bytes of a named pipe. It is opened without waiting, because an open that waits for a program at the other end cannot be
 * ended, not even by Ctrl-C. Once a program writes, its next bytes are waited for without limit.
 *
 * @throws NoWriterError when no program opens it for writing within `waitMs`
 * @throws what the system says when it cannot be opened or read; the signal's reason
 */
export async function* readNamedPipe(
  path: string,
  signal: AbortSignal | undefined,
  waitMs: number = WRITER_WAIT_MS,
): AsyncGenerator<Uint8Array, void, undefined> {
  const pipe = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  let socket: Socket | null = null;
  try {
    const first = await waitForWriter(pipe, waitMs, signal);
    // Loaded when needed, as few snapshots come from a pipe.
    const net = await import('node:net');
    socket = new net.Socket({ fd: pipe, readable: true, writable: false });
    if (first.length > 0) yield first;
    yield* socket;
  } finally {
    if (socket === null) closeSync(pipe);
    else socket.destroy();
  }
}

/** Waits until a program has opened the pipe. @returns what it wrote already */
async function waitForWriter(pipe: number, waitMs: number, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const buffer = Buffer.alloc(FIRST_BYTES);
  for (let waited = 0; ; waited += LOOK_MS) {
    signal?.throwIfAborted();
    const bytes = readWaiting(pipe, buffer);
    if (bytes !== 0) return buffer.subarray(0, bytes ?? 0);
    if (waited >= waitMs) throw new NoWriterError(`no program has opened it for writing within ${waitMs / 1000} s`);
    await setTimeout(LOOK_MS);
  }
}

/** The number of bytes that were there: 0 when no program has the pipe open, null when one has and wrote nothing. */
function readWaiting(pipe: number, buffer: Buffer): number | null {
  try {
    return readSync(pipe, buffer);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return null;
    throw error;
  }
}
