import { Readable } from 'node:stream';
import { type ByteSource, openSnapshotStream } from '../../../src/snapshot/byte-source.js';

/** An input as a file would give it: its size is known, and it can be read again. What is compressed arrives as a stream. */
export function memorySource(input: Buffer): ByteSource {
  if ((input[0] === 0x1f && input[1] === 0x8b) || (input[0] === 0x28 && input[1] === 0xb5))
    return openSnapshotStream(Readable.from([input]), 'fuzz.heapsnapshot');
  const chunkBytes = 1 + ((input.length * 7919) % 1500);
  return {
    name: 'fuzz.heapsnapshot',
    size: input.length,
    maxContentBytes: input.length,
    bytesConsumed: 0,
    async *chunks() {
      for (let at = 0; at < input.length; at += chunkBytes)
        yield await Promise.resolve(Buffer.from(input.subarray(at, at + chunkBytes)));
    },
  };
}
