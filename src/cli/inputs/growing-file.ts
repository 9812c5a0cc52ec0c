import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import { ToolError } from '../../errors.js';
import { type ByteSource, openSnapshotStream } from '../../snapshot/byte-source.js';

const CHUNK_BYTES = 2 ** 20;
/** Time between two looks at a file that has nothing new. */
const LOOK_MS = 10;

/**
 * A snapshot that another process is writing, read as it grows.
 *
 * @param path of the file while it is written; it may be renamed meanwhile
 * @param written resolves to its bytes on disk when all is written
 * @param name of the snapshot in messages
 */
export function openGrowingFile(path: string, written: Promise<number>, name: string): ByteSource {
  return openSnapshotStream(Readable.from(growingBytes(path, written, name), { objectMode: false }), name);
}

async function* growingBytes(path: string, written: Promise<number>, name: string): AsyncGenerator<Uint8Array> {
  let bytes = Number.POSITIVE_INFINITY;
  void written.then((all) => {
    bytes = all;
  });
  const file = await open(path);
  try {
    for (let at = 0; at < bytes; ) {
      const isWhole = bytes !== Number.POSITIVE_INFINITY;
      // A stream keeps what it was given, so each part has a buffer of its own.
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafeSlow(CHUNK_BYTES), 0, CHUNK_BYTES, at);
      if (bytesRead > 0) {
        at += bytesRead;
        yield buffer.subarray(0, bytesRead);
      } else if (isWhole)
        throw new ToolError('snapshot-truncated', `${name}: expected ${bytes} bytes, and found ${at}`);
      else await Promise.race([sleep(LOOK_MS), written]);
    }
  } finally {
    await file.close();
  }
}
