import { Readable } from 'node:stream';

import { Scrubber, type ScrubOptions } from '../../src/scrub/scrub-snapshot.js';
import { type ByteSource, openSnapshotStream } from '../../src/snapshot/byte-source.js';
import type { SnapshotColumns } from '../../src/snapshot/columns.js';
import { readSnapshot } from '../../src/snapshot/read-snapshot.js';

/** A key for tests. */
export const KEY: Uint8Array = Buffer.from('a key for tests only');

/** A snapshot in memory, which can be read several times, in chunks of that size. */
export function textSource(text: string, chunkBytes = 2 ** 16): ByteSource {
  const bytes = Buffer.from(text);
  return {
    name: 'test.heapsnapshot',
    size: bytes.length,
    maxContentBytes: bytes.length,
    bytesConsumed: 0,
    async *chunks() {
      for (let at = 0; at < bytes.length; at += chunkBytes)
        yield await Promise.resolve(Buffer.from(bytes.subarray(at, at + chunkBytes)));
    },
  };
}

/** The scrubbed text of a snapshot. */
export async function scrub(text: string, options: Partial<ScrubOptions> = {}, chunkBytes?: number): Promise<string> {
  return await scrubWith(new Scrubber({ key: KEY, ...options }), text, chunkBytes);
}

export async function scrubWith(scrubber: Scrubber, text: string, chunkBytes?: number): Promise<string> {
  const blocks: Buffer[] = [];
  for await (const block of scrubber.scrub(textSource(text, chunkBytes))) blocks.push(block);
  return Buffer.concat(blocks).toString('utf8');
}

/** The strings of a snapshot's table. */
export function stringsOf(text: string): string[] {
  return (JSON.parse(text) as { strings: string[] }).strings;
}

export async function columnsOf(text: string): Promise<SnapshotColumns> {
  return await readSnapshot(openSnapshotStream(Readable.from([Buffer.from(text)]), 'test'));
}
